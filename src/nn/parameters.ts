/** Parameters by name: layers ask a scope for their weights, and the scope remembers them, so that the same name is the same tensor. */
import { ShapeError } from '../base/errors.ts';
import { parameter } from '../graph/ops/index.ts';
import { formatShape, sameShape, type Shape } from '../graph/shape.ts';
import type { Initializer, Tensor } from '../graph/tensor.ts';

/** A place in the tree of names. Layers are functions of a scope and their inputs; applying one twice shares its weights. */
export interface Scope {
  /** The weight `<path>.<name>`; made at the first call. @throws ShapeError when it is known in another shape */
  parameter(name: string, shape: Shape, initializer: Initializer): Tensor;
  /** The scope `<path>.<name>`; a number names an item of a list. */
  at(name: string | number): Scope;
}

/** All parameters of a network, in the order in which its layers asked for them. */
export interface ParameterSet extends Scope {
  readonly all: ReadonlyMap<string, Tensor>;
}

/** An empty tree of names. */
export function createParameters(): ParameterSet {
  const all = new Map<string, Tensor>();
  return { all, ...scopeAt(all, '') };
}

function scopeAt(all: Map<string, Tensor>, path: string): Scope {
  return {
    at: (name) => scopeAt(all, `${path}${name}.`),
    parameter: (name, shape, initializer) => {
      const full = path + name;
      const known = all.get(full);
      if (known === undefined) {
        const made = parameter(full, shape, initializer);
        all.set(full, made);
        return made;
      }
      if (!sameShape(known.shape, shape)) throw new ShapeError(`'${full}' is ${formatShape(known.shape)} and cannot also be ${formatShape(shape)}`, { name: full });
      return known;
    },
  };
}
