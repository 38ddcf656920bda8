import type { PhraseTable } from '../phrase-table.ts'

/** Genuine leases that are not meant for this device now. The lease that the device holds stays in use. */
export const leasePhrases = {
  LEASE_OTHER_PRODUCT: {
    en: {
      title: 'This licence file is for another product.',
      userAction:
        '[It is for "{leaseProduct}". ]Choose the file for this product. Nothing was changed on this device.',
      adminAction:
        '[This device runs "{product}". ][Expected is "{expected}". ][The folder is {dir}. ]Send the answer to the request that this product wrote.',
    },
    zh: {
      title: '该授权文件属于其他产品。',
      userAction: '[该文件适用于产品“{leaseProduct}”。]请选择本产品的授权文件。本设备未作任何更改。',
      adminAction:
        '[本设备运行的产品为“{product}”。][应为“{expected}”。][文件夹：{dir}。]请发送与本产品申请相对应的应答文件。',
    },
  },
  LEASE_OTHER_DEVICE: {
    en: {
      title: 'This licence file is for another device.',
      userAction:
        'Choose the file that was made for this device, or write a new request here. Nothing was changed.',
      adminAction:
        '[The file is for the device {leaseDevice}. ][This one is {device}. ]Each device needs the answer to its own request. A disk copied to another machine needs a request of its own.',
    },
    zh: {
      title: '该授权文件属于其他设备。',
      userAction: '请选择为本设备制作的文件，或在本设备上重新生成申请。未作任何更改。',
      adminAction:
        '[该文件适用于设备 {leaseDevice}。][本设备为 {device}。]每台设备都需要与其自身申请相对应的应答。将磁盘复制到另一台机器后，须由该机器重新生成申请。',
    },
  },
  LEASE_OTHER_REQUEST: {
    en: {
      title: 'This file answers another request than the one that this device waits for.',
      userAction:
        'Choose the answer to the latest request, or send that request again. Nothing was changed on this device.',
      adminAction:
        '[This file answers {answers}. ]Sending the request once more gives the right answer and takes no further seat.',
    },
    zh: {
      title: '该文件不是本设备所等待申请的应答。',
      userAction: '请选择最近一次申请的应答文件，或重新发送该申请。本设备未作任何更改。',
      adminAction: '[该文件应答的是 {answers}。]重新提交该申请即可获得正确的应答，不会多占席位。',
    },
  },
  LEASE_GENERATION_OLD: {
    en: {
      title: 'This device already had a newer licence file than this one.',
      userAction: 'Nothing needs to be done: the newer one counts. To get a fresh one, activate or renew.',
      adminAction:
        '[This file has generation {generation}. ][The device has had {highestGeneration}. ]An earlier file is never taken again. Let the device write a new request.',
    },
    zh: {
      title: '本设备已使用过比该文件更新的授权。',
      userAction: '无需处理，以较新的授权为准。如需新的授权，请激活或续期。',
      adminAction:
        '[该文件为第 {generation} 代。][设备已使用到第 {highestGeneration} 代。]较早的文件不会再被接受，请让设备重新生成申请。',
    },
  },
  LEASE_OVER: {
    en: {
      title:
        'The new licence file has already ended by the time of this device, and the present licence has not.',
      userAction:
        'Nothing was changed: the present licence goes on. [The new one ended on {until}. ][This device counts {now}. ]Tell your administrator.',
      adminAction:
        'Check the clocks of the server and of this device, then renew again. Where a server whose clock was wrong has left a moment in the future on this device, "reset" and then "activate" again forgets it; the seat stays this device\'s.',
    },
    zh: {
      title: '按本设备的时间，新的授权已经到期，而现有授权尚未到期。',
      userAction:
        '未作任何更改，现有授权继续有效。[新的授权于 {until} 到期。][本设备的时间为 {now}。]请告知管理员。',
      adminAction:
        '请检查服务器和本设备的时钟，然后重新续期。如果时钟有误的服务器曾在本设备上留下未来的时刻，请先执行 reset，再重新执行 activate，即可清除该时刻；席位仍属于本设备。',
    },
  },
  NOT_LICENSED: {
    en: {
      title: 'This device has no licence for this action.',
      userAction:
        '[?because=released: This device has given its seat back. ][?confirmed: The vendor has confirmed it. ][?because=reset: This device was reset. ][?because=vault-lost: The licence on this device was lost. ]Activate this device first, with its serial number and product key.',
      adminAction:
        'Renewing and giving back need a licence on the device. Activating again takes no second seat.',
    },
    zh: {
      title: '本设备没有可用于此操作的授权。',
      userAction:
        '[?because=released:本设备已归还席位。][?confirmed:厂商已确认。][?because=reset:本设备已被重置。][?because=vault-lost:本设备上的授权已丢失。]请先使用序列号和产品密钥激活本设备。',
      adminAction: '续期和归还席位均要求设备已有授权。重新激活不会多占席位。',
    },
  },
} as const satisfies PhraseTable
