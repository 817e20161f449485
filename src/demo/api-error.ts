/**
 * The types of error that Anthropic's API names, as far as this backend gives them:
 * https://docs.anthropic.com/en/api/errors
 */
export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'not_found_error'
  | 'request_too_large'
  | 'api_error'

/** A request that is refused: with a status, and a body of Anthropic's shape. */
export class ApiError extends Error {
  readonly status: number
  readonly type: ErrorType

  constructor(status: number, type: ErrorType, message: string) {
    super(message)
    this.status = status
    this.type = type
  }
}

/**
 * A request whose content is wrong, in Anthropic's own words where they are known; `message` begins with the field's
 * path.
 */
export function invalid(message: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message)
}

/** The body of an error; `requestId` is that of the request-id header. */
export function errorBody({ type, message }: ApiError, requestId: string): string {
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId })
}
