/** One instruction of a Dockerfile, with its continued lines. */
interface Instruction {
  word: string
  rest: string
}

const labels = ['title', 'description', 'version', 'revision', 'vendor', 'licenses']
const secretName = /\b(?:ARG|ENV)\b[^\n]*\b\w*(?:PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY)\w*/i

/** What an image of ours keeps to; each line says what is broken. Only the last stage becomes the image. */
export function checkDockerfile(text: string): string[] {
  const instructions = readInstructions(text)
  const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'))
  const user = last.findLast(({ word }) => word === 'USER')?.rest
  const used = instructions.filter(({ word }) => word === 'ARG' || word === 'FROM')
  return [
    ...(user === undefined || !/^[1-9]\d{3,}:[1-9]\d{3,}$/.test(user) ? [`The image must run as a numbered user and group that are not root, not as "${user ?? 'root'}": Kubernetes proves runAsNonRoot by the number.`] : []),
    ...instructions.filter(({ word }) => word === 'ADD').map(({ rest }) => `ADD ${rest}: use COPY, which fetches and unpacks nothing by itself.`),
    ...instructions.filter(({ word, rest }) => word === 'RUN' && /\b(curl|wget)\b/.test(rest)).map(({ rest }) => `RUN ${rest}: files come from package managers, which check them.`),
    ...instructions.filter(({ word, rest }) => word === 'RUN' && /apt-get install/.test(rest) && !/--no-install-recommends/.test(rest)).map(() => 'apt-get install must have --no-install-recommends.'),
    ...used.flatMap(({ rest }) => (/^(?:BASE=)?\w[\w./-]*:(?:latest|stable|lts)\b/.test(rest) ? [`${rest}: a tag that moves to another major version is no version.`] : [])),
    ...used.flatMap(({ rest }) => (/^BASE=(?![^:]+:\d)/.test(rest) ? [`${rest}: the base needs a version.`] : [])),
    ...instructions.filter(({ word, rest }) => secretName.test(`${word} ${rest}`)).map(({ word, rest }) => `${word} ${rest}: no secret goes into an image.`),
    ...labels.filter((label) => !last.some(({ word, rest }) => word === 'LABEL' && new RegExp(`org\\.opencontainers\\.image\\.${label}="[^"]`).test(rest))).map((label) => `The label org.opencontainers.image.${label} is missing.`),
    ...(last.some(({ word }) => word === 'ENTRYPOINT') ? ['No ENTRYPOINT: the command line comes from outside.'] : []),
  ]
}

function readInstructions(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? []
      return { word: word.toUpperCase(), rest: rest.trim() }
    })
}
