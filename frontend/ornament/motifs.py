"""What the rings of an egg are filled with."""

from frontend.ornament.quill import Picks, Quill

# Rims: what the egg ends in. Each returns the ground it leaves inside ring 162.


def _rim_of_rays(egg: Quill, pick: Picks, spokes: int) -> str:
    motif, detail = egg.on["field"]
    egg.rays(200, 172, spokes * (3 if spokes < 9 else 2), motif)
    ground = pick(("field", motif, motif))
    egg.ground(166, ground)
    egg.line(166, detail)
    return ground


def _rim_of_dots(egg: Quill, pick: Picks, spokes: int) -> str:
    motif, detail = egg.on["field"]
    egg.dots(188, spokes * 3, 19, pick((motif, detail)))
    ground = pick((motif, detail))
    egg.ground(168, ground)
    egg.line(170, motif)
    return ground


def _rim_of_teeth(egg: Quill, pick: Picks, spokes: int) -> str:
    ground = pick(("figure", "accent"))
    motif, detail = egg.on[ground]
    egg.ground(200, ground)
    egg.teeth(194, 166, spokes * (3 if spokes < 9 else 2), motif)
    egg.ground(166, ground)
    egg.line(166, detail)
    return ground


def _rim_cut_as_teeth(egg: Quill, pick: Picks, spokes: int) -> str:
    ground = pick(("figure", "accent"))
    egg.teeth(202, 172, spokes * 2, ground)
    egg.dots(196, spokes * 2, 10, egg.on["field"][1], 0.5)
    egg.line(168, egg.on[ground][1])
    return ground


def _rim_of_combs(egg: Quill, pick: Picks, spokes: int) -> str:
    ground = pick(("figure", "accent"))
    motif, detail = egg.on[ground]
    egg.ground(200, ground)
    egg.comb(182, spokes * 6, 22, motif)
    egg.line(166, detail)
    return ground


# Wide bands draw between two rings and return the ground they leave inside.


def _teeth_outward(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif = egg.on[ground][0]
    egg.teeth(outer - 4, inner, number, motif)
    inside = pick((ground, motif))
    egg.ground(inner, inside)
    egg.line(inner - 2, egg.on[inside][1])
    return inside


def _teeth_inward(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, detail = egg.on[ground]
    egg.ground(outer, motif)
    egg.teeth(outer, inner + 3, number, ground)
    egg.line(inner - 4, detail)
    return ground


def _teeth_both_ways(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, detail = egg.on[ground]
    egg.ground(outer, motif)
    egg.teeth(outer, inner + (outer - inner) * 0.4, number, ground)
    egg.teeth(outer - (outer - inner) * 0.4, inner, number, detail)
    egg.ground(inner, ground)
    return ground


def _nested_teeth(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, _ = egg.on[ground]
    width = (outer - inner) * 0.3
    egg.teeth(outer - 4, inner + width, number, motif)
    egg.teeth(outer - 4 - width, inner + width * 0.4, number, ground)
    egg.dots(inner + width * 0.7, number, min(width, 12), motif)
    return ground


def _petals(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, detail = egg.on[ground]
    number = min(number, 16)
    egg.petals(outer - 4, inner + 4, number, motif)
    egg.dots(outer - 8, number, 9, detail, 0.5)
    egg.line(inner, motif)
    return ground


def _suns(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, detail = egg.on[ground]
    middle, size = (outer + inner) / 2, min(outer - inner - 10, 560 / number)
    egg.dots(middle, number, size, motif)
    egg.dots(middle, number, size * 0.5, ground)
    egg.dots(outer - 7, number, 7, detail, 0.5)
    egg.line(inner, motif)
    return ground


def _bows(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, detail = egg.on[ground]
    width = outer - inner
    egg.bows(outer - width * 0.16, inner + 6, number, motif, min(width * 0.18, 8))
    egg.dots(inner + width * 0.4, number, min(width * 0.3, 15), detail)
    egg.line(inner, motif)
    return ground


def _long_rays(egg: Quill, pick: Picks, outer: float, inner: float, number: int, ground: str) -> str:
    motif, detail = egg.on[ground]
    egg.rays(outer - 4, inner, number, motif, share=0.6)
    egg.dots(outer - 7, number, 8, detail, 0.5)
    egg.line(inner, detail)
    return ground


# Narrow bands decorate and leave the ground as it is.


def _dots(egg: Quill, outer: float, inner: float, number: int, ink: str) -> None:
    egg.dots((outer + inner) / 2, number, min(12, outer - inner - 4), ink)


def _comb(egg: Quill, outer: float, inner: float, number: int, ink: str) -> None:
    egg.comb((outer + inner) / 2, number * 2, outer - inner - 8, ink)


def _beads(egg: Quill, outer: float, inner: float, number: int, ink: str) -> None:
    egg.line((outer + inner) / 2, ink, 3)
    egg.dots((outer + inner) / 2, number, min(10, outer - inner - 6), ink)


# Centres fill the innermost ring.


def _wheel(egg: Quill, pick: Picks, ring: float, spokes: int, ground: str) -> None:
    motif = egg.on[ground][0]
    egg.line(ring - 4, motif, 5)
    egg.rays(6, ring - 10, spokes, motif, share=0.62)


def _sun(egg: Quill, pick: Picks, ring: float, spokes: int, ground: str) -> None:
    motif, _ = egg.on[ground]
    egg.teeth(ring - 2, ring * 0.6, spokes, motif)
    egg.ground(ring * 0.5, ground)
    egg.rays(5, ring * 0.44, 8, motif, share=0.6)


def _flower(egg: Quill, pick: Picks, ring: float, spokes: int, ground: str) -> None:
    motif = egg.on[ground][0]
    egg.ground(ring - 3, motif)
    inside, core = egg.on[motif]
    egg.petals(ring - 8, 4, pick((6, 8)), inside)
    egg.dots(ring - 9, pick((6, 8)), 5, core, 0.5)


def _eye(egg: Quill, pick: Picks, ring: float, spokes: int, ground: str) -> None:
    motif, detail = egg.on[ground]
    egg.ground(ring - 4, motif)
    egg.ground(ring * 0.56, ground)
    egg.dots(ring * 0.76, spokes, ring * 0.16, egg.on[motif][0])
    egg.rays(4, ring * 0.48, 6, detail, share=0.6)


RIMS = (_rim_of_rays, _rim_of_dots, _rim_of_teeth, _rim_cut_as_teeth, _rim_of_combs)
WIDE_BANDS = (_teeth_outward, _teeth_inward, _teeth_both_ways, _nested_teeth, _petals, _suns, _bows, _long_rays)
NARROW_BANDS = (_dots, _dots, _comb, _comb, _beads)
CENTRES = (_wheel, _sun, _flower, _eye)
SMALL_BANDS = (_teeth_outward, _teeth_inward, _teeth_both_ways, _nested_teeth, _petals, _suns, _bows)
SMALL_CENTRES = (_wheel, _flower, _eye)
