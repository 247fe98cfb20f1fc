/** Who may ask: hosts by name, pages by origin, everybody beyond this machine by token. */
import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { ServiceError } from '../../api/error.ts';

export interface AccessOptions {
  /** Reached by this machine only. */
  readonly loopback: boolean;
  /** Further names that the service goes by. */
  readonly allowHosts: readonly string[];
  /** Origins of other pages that may ask, as `https://example.org`. */
  readonly allowOrigins: readonly string[];
  /** Asked of everybody, when there is one. */
  readonly token?: string;
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Answered without a token: whether it lives says nothing. */
const OPEN_PATHS = new Set(['/health', '/ready']);
const COOKIE = 'darkroom_token';

/**
 * A page that a browser shows may make it ask this machine. Its name for this machine gives it away (a name of its own that points here), or its
 * origin, or the browser itself says that another site asks.
 */
export function checkAccess({ loopback, allowHosts, allowOrigins, token }: AccessOptions): MiddlewareHandler {
  const allowed = new Set(allowHosts.map((host) => host.toLowerCase()));
  const knownHost = (host: string): boolean => {
    const name = host.replace(/:\d+$/, '').toLowerCase();
    if (LOOPBACK_NAMES.has(name) || allowed.has(name) || allowed.has(host.toLowerCase())) return true;
    // An address is no name: nobody can point it elsewhere.
    return !loopback && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  };
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (!knownHost(host)) throw new ServiceError('forbidden', `This service does not go by the name '${host.slice(0, 100)}'. Start it with --allow-host to let it.`);
    const origin = context.req.header('origin');
    const own = origin === undefined || sameHost(origin, host);
    if (!own && !allowOrigins.includes(origin)) throw new ServiceError('forbidden', `Pages of ${origin.slice(0, 100)} may not ask this service. Start it with --allow-origin to let them.`);
    if (origin === undefined && crossSite(context)) throw new ServiceError('forbidden', 'Another site asked for this.');
    if (!own) {
      context.header('Access-Control-Allow-Origin', origin);
      context.header('Vary', 'Origin');
    }
    if (context.req.method === 'OPTIONS') return preflight(context, own);
    if (token !== undefined && !OPEN_PATHS.has(context.req.path)) {
      const entered = checkToken(context, token);
      if (entered !== undefined) return entered;
    }
    return next();
  };
}

function sameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
}

/** Links that a person follows are no questions of the other site's. */
const crossSite = (context: Context): boolean => context.req.header('sec-fetch-site') === 'cross-site' && context.req.header('sec-fetch-mode') !== 'navigate';

/** Some programs ask what they may do before they do it, without being a browser. */
function preflight(context: Context, own: boolean): Response {
  if (!own) {
    context.header('Access-Control-Allow-Methods', 'GET, HEAD, POST, PATCH, DELETE, OPTIONS');
    context.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, Idempotency-Key');
    context.header('Access-Control-Max-Age', '600');
  }
  context.header('Allow', 'GET, HEAD, POST, PATCH, DELETE, OPTIONS');
  return context.body(null, 204);
}

/** As Bearer, as the password of Basic, in the studio's cookie; or once in the address, which becomes the cookie. @returns an answer, when that is all */
function checkToken(context: Context, token: string): Response | undefined {
  const header = context.req.header('authorization') ?? '';
  const [, kind, value] = /^(Bearer|Basic)\s+(\S+)$/i.exec(header) ?? [];
  const given = kind === undefined || value === undefined ? getCookie(context, COOKIE) : kind.toLowerCase() === 'bearer' ? value : Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
  if (equal(given, token)) return undefined;
  if (context.req.method === 'GET' && equal(context.req.query('token'), token)) {
    setCookie(context, COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return context.redirect(context.req.path);
  }
  throw new ServiceError('unauthorised', 'This service wants its token: as Authorization: Bearer TOKEN, or as the password of Basic. It was told when the service was started.');
}

/** In a time that does not tell how much was right. */
function equal(given: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
