/** The table of views, in the order of the rail. */
import type { ComponentType } from 'react';
import { CampaignView } from '../campaign/campaign-view.tsx';
import { CreateView } from '../create/create-view.tsx';
import { GalleryView } from '../gallery/gallery-view.tsx';
import { GridView } from '../grid/grid-view.tsx';
import { LensView } from '../lens/lens-view.tsx';
import { QueueView } from '../queue/queue-view.tsx';
import type { ViewName } from './rail.tsx';

export const views = { create: CreateView, gallery: GalleryView, queue: QueueView, campaign: CampaignView, grid: GridView, lens: LensView } as Readonly<Partial<Record<ViewName, ComponentType>>> & { readonly create: ComponentType };
