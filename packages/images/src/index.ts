export { buildImages } from './build-images.ts'
export type { BuildImagesOptions } from './build-images.ts'
export { planImages } from './plan-images.ts'
export type { BuiltImage, ImagePlan, ImageWhich } from './image.ts'
