// What is used of saxen, which ships no types.
declare module 'saxen' {
  export class Parser {
    on(event: 'error', listener: (error: Error) => void): this
    on(
      event: 'openTag',
      listener: (
        name: string,
        attributes: () => { readonly [name: string]: string },
        decode: (text: string) => string,
      ) => void,
    ): this
    on(event: 'closeTag', listener: (name: string) => void): this
    on(event: 'text', listener: (text: string, decode: (text: string) => string) => void): this
    on(event: 'cdata', listener: (text: string) => void): this
    write(xml: string): this
    end(): Error | null
  }
}
