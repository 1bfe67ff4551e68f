/** Sums whose items come in clusters: shares, and what unequal clusters do to them. */
export {
  type ClusteredShare,
  type ClusteredShareOptions,
  clusteredShare,
  clusteredShareClaims,
} from './clustered-share.ts';
export { type SizeAssociation, sizeAssociation } from './size-association.ts';
