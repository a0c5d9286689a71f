/** The shapes of the API that several places of the page speak of. */
import type { components } from './schema'

type Schemas = components['schemas']
export type Board = Schemas['supervision_BoardView']
export type Row = Schemas['supervision_RowView']
export type Indicator = Schemas['supervision_IndicatorView']
export type Explanation = Schemas['supervision_ExplanationView']
export type Loss = Schemas['supervision_LossView']
export type SourceEvent = Schemas['supervision_EventView']
export type ListName = Row['list']
export type Letter = Schemas['supervision_LetterView']
export type Rectification = Schemas['supervision_RectificationView']
export type Finding = Schemas['supervision_FindingView']
export type Practice = Schemas['supervision_PracticeView']
export type DepartmentRow = Schemas['supervision_DepartmentRow']
export type Overview = Schemas['supervision_OverviewView']
export type Endpoint = Schemas['EndpointView']
export type Delivery = Schemas['DeliveryView']
