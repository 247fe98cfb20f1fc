/** The table of views, in the order of the rail. */
import type { ComponentType } from 'react';
import { CreateView } from '../create/create-view.tsx';
import type { ViewName } from './rail.tsx';

export const views = { create: CreateView } as Readonly<Partial<Record<ViewName, ComponentType>>> & { readonly create: ComponentType };
