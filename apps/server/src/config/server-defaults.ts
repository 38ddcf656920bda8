// What holds where nobody says otherwise: known to every command, without the settings of a server being loaded.
export const portDefault = 7420
export const hostDefault = '127.0.0.1'
export const dataFolderDefault = './data'
