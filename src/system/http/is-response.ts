import type { HttpFailure, HttpResponse } from './types.ts'

/** True for an answer, whatever its status; false for a silence. */
export function isResponse(result: HttpResponse | HttpFailure): result is HttpResponse {
  return 'status' in result
}
