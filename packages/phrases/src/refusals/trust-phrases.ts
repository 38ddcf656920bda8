import type { PhraseTable } from '../phrase-table.ts'

/** Signatures and the keys behind them. Nothing on the device changes by any of them. */
export const trustPhrases = {
  KEY_UNKNOWN: {
    en: {
      title: 'The file is signed with a key that is not known here.',
      userAction:
        'Check that the file comes from the vendor of this product. Nothing was changed on this device.',
      adminAction:
        '[Signatures by a device: {deviceSignatures}. ]If the vendor changed its keys, apply the latest trust file first. Otherwise the file comes from somebody else: do not use it.',
    },
    zh: {
      title: '文件的签名密钥不在已知密钥之列。',
      userAction: '请确认文件来自本产品的厂商。本设备未作任何更改。',
      adminAction:
        '[设备签名数：{deviceSignatures}。]如厂商已更换密钥，请先导入最新的信任文件；否则该文件来源不明，请勿使用。',
    },
  },
  SIGNATURE_WRONG: {
    en: {
      title: 'The signature does not match the content.',
      userAction:
        'The file was altered after it was signed, or it is not genuine. Fetch it again. Nothing was changed on this device.',
      adminAction:
        '[The key is that of the device {device}. ][The content claims {claimed}. ]Fetch the file again from its source. If the message stays, treat the file as forged and tell the vendor.',
    },
    zh: {
      title: '签名与内容不符。',
      userAction: '文件在签名后被改动，或并非真实文件。请重新获取。本设备未作任何更改。',
      adminAction:
        '[签名密钥属于设备 {device}。][内容声称属于 {claimed}。]请从原始来源重新获取文件。如仍出现此提示，请按伪造文件处理，并告知厂商。',
    },
  },
  SIGNATURES_TOO_FEW: {
    en: {
      title: 'The file does not carry all signatures that are required.',
      userAction: 'Pass this message on to your administrator. Nothing was changed on this device.',
      adminAction:
        '[Valid signatures: {signatures}. ][Required: {threshold}. ][Signatures are required by: {algorithms}. ]Ask the vendor for a completely signed file.',
    },
    zh: {
      title: '文件所带的签名不足。',
      userAction: '请将此信息转告管理员。本设备未作任何更改。',
      adminAction:
        '[有效签名有 {signatures} 个。][需要 {threshold} 个。][需要的签名算法：{algorithms}。]请厂商提供签名完整的文件。',
    },
  },
  KEY_OTHER_PRODUCT: {
    en: {
      title: 'The key that signed may not sign for this product.',
      userAction: 'Check that the file belongs to this product. Nothing was changed on this device.',
      adminAction:
        '[The licence is for "{leaseProduct}". ]Ask the vendor for a file signed with the key of this product.',
    },
    zh: {
      title: '签名密钥无权为本产品签名。',
      userAction: '请确认文件属于本产品。本设备未作任何更改。',
      adminAction: '[该授权属于产品“{leaseProduct}”。]请厂商提供以本产品密钥签名的文件。',
    },
  },
  KEY_OUTSIDE_INTERVAL: {
    en: {
      title: 'The file was signed outside the time for which its key is valid.',
      userAction:
        'Pass this message on to your administrator. Nothing was changed on this device; its own clock plays no part in this.',
      adminAction: '[The key is {key}. ]The vendor must issue the file again with a key that is valid now.',
    },
    zh: {
      title: '文件的签发时间不在签名密钥的有效期内。',
      userAction: '请将此信息转告管理员。本设备未作任何更改，此问题与本设备的时钟无关。',
      adminAction: '[密钥：{key}。]需由厂商以当前有效的密钥重新签发。',
    },
  },
  KEY_REVOKED: {
    en: {
      title: 'The key that signed this file has been withdrawn.',
      userAction: 'Ask for a new file. What this device already has goes on as before.',
      adminAction:
        '[The key is {key}. ][The vendor withdrew it: {reason}. ]Renew or activate once more; the answer is then signed with a valid key.',
    },
    zh: {
      title: '该文件的签名密钥已被吊销。',
      userAction: '请索取新的文件。本设备已有的授权继续有效。',
      adminAction:
        '[密钥：{key}。][厂商吊销密钥的原因：{reason}。]请重新续期或激活，新的应答将由有效密钥签名。',
    },
  },
  TRUST_MISSING: {
    en: {
      title: "This device does not know the vendor's keys yet.",
      userAction: 'Pass on the trust file that came with the product, then try again.',
      adminAction:
        'Give the device the trust file of the vendor (--trust FILE).[ The vendor says that it is {vendor}.][ The fingerprint offered is {fingerprint}: compare it with the one that the vendor published.]',
    },
    zh: {
      title: '本设备尚未获得厂商的信任文件。',
      userAction: '请提供随产品附带的信任文件，然后重试。',
      adminAction:
        '请为设备指定厂商的信任文件（--trust 文件）。[对方自称为 {vendor}。][当前收到的指纹为 {fingerprint}，请与厂商公布的指纹核对。]',
    },
  },
  TRUST_CHAIN_BROKEN: {
    en: {
      title: 'The trust file does not continue the one that this device has.',
      userAction:
        'Pass this message on to your administrator. What this device already has goes on as before.',
      adminAction:
        '[This one has version {version}. ][The device has version {heldVersion}. ][Expected is version {expected}. ]Apply every version between, in order. If no version is missing, the file is not from this vendor.',
    },
    zh: {
      title: '该信任文件与本设备现有的信任文件不衔接。',
      userAction: '请将此信息转告管理员。本设备已有的授权继续有效。',
      adminAction:
        '[该文件为第 {version} 版。][设备现有第 {heldVersion} 版。][应为第 {expected} 版。]请按顺序导入其间的所有版本。如未缺少版本，则该文件并非来自本厂商。',
    },
  },
  TRUST_OLDER: {
    en: {
      title: 'This trust file is older than the one that this device has.',
      userAction: 'Nothing needs to be done: the newer one stays in use.',
      adminAction:
        '[This one has version {version}. ][The device has version {heldVersion}. ]A device never goes back to earlier keys. Send the latest file.',
    },
    zh: {
      title: '该信任文件比本设备现有的更旧。',
      userAction: '无需处理，设备将继续使用较新的信任文件。',
      adminAction:
        '[该文件为第 {version} 版。][设备现有第 {heldVersion} 版。]设备不会退回到较早的密钥，请发送最新的文件。',
    },
  },
  ALGORITHM_UNKNOWN: {
    en: {
      title: 'A signature uses an algorithm that this version does not know.',
      userAction:
        'Nothing is wrong with the file. Update the software on this device, then apply the file again. What it has goes on as before.',
      adminAction:
        '[Required are signatures by: {algorithms}. ]Update the device; until then it keeps the licence that it has.',
    },
    zh: {
      title: '签名使用了当前版本不支持的算法。',
      userAction: '文件本身没有问题。请更新本设备上的软件，然后重新导入该文件。本设备已有的授权继续有效。',
      adminAction: '[所需的签名算法：{algorithms}。]请更新设备；在此之前，设备继续使用已有的授权。',
    },
  },
  OTHER_VENDOR: {
    en: {
      title: 'This file belongs to another vendor.',
      userAction: 'Choose the file of the vendor of this product. Nothing was changed on this device.',
      adminAction:
        '[The file names the root {root}. ][The root known here is {wanted}. ]Check the address of the server and the trust file: both must come from the same vendor.',
    },
    zh: {
      title: '该文件属于其他厂商。',
      userAction: '请选择本产品厂商提供的文件。本设备未作任何更改。',
      adminAction:
        '[文件中的信任根为 {root}。][此处已知的信任根为 {wanted}。]请检查服务器地址和信任文件，两者须来自同一厂商。',
    },
  },
  TRUST_OTHER_ROOT: {
    en: {
      title: 'This trust file belongs to another vendor than the one that this device has.',
      userAction:
        'Pass this message on to your administrator. What this device already has goes on as before.',
      adminAction:
        '[The file names the root {root}. ][The device has {heldRoot}. ]A device never changes its vendor by a file. If the vendor really has a new root, set the product up in a new folder.',
    },
    zh: {
      title: '该信任文件与本设备现有的信任文件不属于同一厂商。',
      userAction: '请将此信息转告管理员。本设备已有的授权继续有效。',
      adminAction:
        '[文件所示的信任根为 {root}。][设备现有的信任根为 {heldRoot}。]设备不会因导入文件而更换厂商。如厂商确已启用新的信任根，请在新的文件夹中重新设置本产品。',
    },
  },
  TRUST_NEEDED: {
    en: {
      title: 'A newer trust file must come first.',
      userAction:
        'Apply the latest trust file, then this file again. The request stays open, and what this device has goes on as before.',
      adminAction:
        '[The answer was issued under version {trust}. ][The device has version {heldVersion}. ]Send the answer file complete: the trust file stands in it before the licence.',
    },
    zh: {
      title: '需要先导入更新的信任文件。',
      userAction: '请先导入最新的信任文件，再重新导入该文件。申请仍然有效，本设备已有的授权继续有效。',
      adminAction:
        '[该应答依据第 {trust} 版信任文件签发。][设备现有第 {heldVersion} 版。]请发送完整的应答文件，其中信任文件位于许可内容之前。',
    },
  },
} as const satisfies PhraseTable
