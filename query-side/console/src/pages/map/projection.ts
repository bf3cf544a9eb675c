/** The projection of web maps: the world is a square of 1 by 1, so that a zoom is a scale. */
export interface Point {
  x: number
  y: number
}

export interface Place {
  latitude: number
  longitude: number
}

/** Where the square ends; nobody lives beyond. */
const LAST_LATITUDE = 85.0511

export function project({ latitude, longitude }: Place): Point {
  const clipped = Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, latitude))
  const sin = Math.sin((clipped * Math.PI) / 180)
  return {
    x: longitude / 360 + 0.5,
    y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI),
  }
}

export function unproject({ x, y }: Point): Place {
  return {
    longitude: (x - 0.5) * 360,
    latitude: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
  }
}

/** What part of the world a window shows: its middle, and how large the world is in it. */
export interface Camera {
  middle: Point
  /** As of web maps: the world is 256 times two to the zoom pixels wide. */
  zoom: number
}

export const LEAST_ZOOM = 1
export const MOST_ZOOM = 17
const TILE = 256

export const scaleOf = (zoom: number): number => TILE * 2 ** zoom

export function toScreen(camera: Camera, size: Size, point: Point): Point {
  const scale = scaleOf(camera.zoom)
  return {
    x: (point.x - camera.middle.x) * scale + size.width / 2,
    y: (point.y - camera.middle.y) * scale + size.height / 2,
  }
}

export interface Size {
  width: number
  height: number
}

const inside = (value: number) => Math.max(0, Math.min(1, value))

/** The same part after moving so many pixels. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  const scale = scaleOf(camera.zoom)
  return {
    ...camera,
    middle: { x: inside(camera.middle.x - dx / scale), y: inside(camera.middle.y - dy / scale) },
  }
}

/** Closer or farther, with what is under the pointer staying there. */
export function zoomed(camera: Camera, by: number, size: Size, at?: Point): Camera {
  const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, camera.zoom + by))
  const fixed = at ?? { x: size.width / 2, y: size.height / 2 }
  const [before, after] = [scaleOf(camera.zoom), scaleOf(zoom)]
  const move = (middle: number, pixel: number, length: number) =>
    inside(middle + (pixel - length / 2) * (1 / before - 1 / after))
  return {
    zoom,
    middle: {
      x: move(camera.middle.x, fixed.x, size.width),
      y: move(camera.middle.y, fixed.y, size.height),
    },
  }
}

/** So that all of these can be seen; undefined if there are none. */
export function fitted(places: readonly Place[], size: Size): Camera | undefined {
  if (places.length === 0) return undefined
  const points = places.map(project)
  const range = (of: (point: Point) => number) => {
    const values = points.map(of)
    return [Math.min(...values), Math.max(...values)] as const
  }
  const [west, east] = range((point) => point.x)
  const [north, south] = range((point) => point.y)
  const margin = 1.25
  const zoom = Math.min(
    Math.log2(size.width / TILE / Math.max((east - west) * margin, 1e-5)),
    Math.log2(size.height / TILE / Math.max((south - north) * margin, 1e-5)),
    13,
  )
  return {
    middle: { x: (west + east) / 2, y: (north + south) / 2 },
    zoom: Math.max(LEAST_ZOOM, zoom),
  }
}

/** The part of the world in view, as the service takes it. */
export function boxOf(camera: Camera, size: Size): string {
  const scale = scaleOf(camera.zoom)
  const [halfX, halfY] = [size.width / 2 / scale, size.height / 2 / scale]
  const northWest = unproject({
    x: inside(camera.middle.x - halfX),
    y: inside(camera.middle.y - halfY),
  })
  const southEast = unproject({
    x: inside(camera.middle.x + halfX),
    y: inside(camera.middle.y + halfY),
  })
  return [northWest.longitude, southEast.latitude, southEast.longitude, northWest.latitude]
    .map((degrees) => degrees.toFixed(5))
    .join()
}
