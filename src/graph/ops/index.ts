/** All ops under one import: one row a family. A new family is a new file and a new row. */
export * from './source.ts';
export * from './structure.ts';
export * from './broadcast.ts';
export * from './elementwise.ts';
export * from './slices.ts';
export * from './matmul.ts';
export * from './reduce.ts';
export * from './embedding.ts';
export * from './softmax.ts';
export * from './norm.ts';
export * from './scaled-norm.ts';
export * from './attention.ts';
export * from './conv.ts';
export * from './resize.ts';
export * from './shuffle.ts';
export * from './group-norm.ts';
export * from './rope.ts';
