"""Drawn patterns, the same on every machine, and what `pdqhash` 0.2.8 made of each at 512²."""

from collections.abc import Callable
from functools import partial
from random import Random

from PIL import Image, ImageDraw

Drawing = Callable[[], Image.Image]


def noise(seed: int, width: int, height: int, cell: int) -> Image.Image:
    source = Random(seed)
    size = (max(2, width // cell), max(2, height // cell))
    small = Image.frombytes("RGB", size, source.randbytes(3 * size[0] * size[1]))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def discs(seed: int, width: int, height: int) -> Image.Image:
    source, image = Random(seed), Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for _ in range(30):
        left, top = source.randrange(width), source.randrange(height)
        box = (left, top, left + source.randrange(9, 200), top + source.randrange(9, 200))
        pen.ellipse(box, fill=tuple(source.randbytes(3)))
    return image


NOISES = (
    *((640, 480, 8), (480, 640, 8), (1200, 900, 20), (900, 1200, 20), (64, 64, 8)),
    *((2000, 1500, 60), (512, 512, 60), (720, 1280, 40), (300, 300, 3), (1000, 200, 30)),
)
DISCS = (
    *((640, 480), (480, 640), (1200, 900), (900, 1200), (512, 512)),
    *((300, 1000), (1000, 300), (720, 1280), (1280, 720), (2000, 1500)),
)
PICTURES: dict[str, Drawing] = {
    f"noise {cell} {width}×{height}": partial(noise, seed, width, height, cell)
    for seed, (width, height, cell) in enumerate(NOISES)
} | {
    f"discs {width}×{height}": partial(discs, seed, width, height)
    for seed, (width, height) in enumerate(DISCS)
}


def picture(name: str) -> Image.Image:
    return PICTURES[name]()


# Each with a quality of 100.
AS_PDQHASH: dict[str, str] = {
    "noise 8 640×480": "2c84125bbed9df908def704bd147344ad597d949ab812c7e5054c317161e7ec9",
    "noise 8 480×640": "31b4f3bae6079f769810bbdd0bf4a13f89f08ed3aa1125a140509937d59df944",
    "noise 20 1200×900": "e90c29db793c3621fcec72a2cb7908dca1fe991e800d47a53ed40cc27e44cef6",
    "noise 20 900×1200": "d516e973d97da253215c8517fbca86229d972e9a39a63ef28a0323a55998fa11",
    "noise 8 64×64": "db770081db74a3904304e0d2c46ba0fedb092f91db94252dd07ba4efce4fa4ee",
    "noise 60 2000×1500": "6b4d14b9dc83c633cd6c9eabd91f8c4e9a2ca41963973d2a4aa9ad892947a333",
    "noise 60 512×512": "cda35551cdaa3248c0d8317eeecc060edc71b9b1952b3f01bd270af75f02b4cb",
    "noise 40 720×1280": "a817f0a7c133a60a0fc749d16915102c1a03a2b632b4ad67263d155edafffe3f",
    "noise 3 300×300": "df0b8e555de3feb4213c46ddd8d482cc8ac680ef1387846d06c9a95e6703f463",
    "noise 30 1000×200": "534990158436b7d5e42293d15a4a4a6a9b9d902dbfd16fd2646ab595a4b6f1dc",
    "discs 640×480": "c342da9187a9b91d7a5a0a9e8db193a9c33cbac20c7e5c79d6a9c9395352a5c6",
    "discs 480×640": "9e1b915336964c9a2bb4af71da4bb644d6981a1bc8565bd431aa369dc3d194a7",
    "discs 1200×900": "fd4c53c96a16bef272ba891e906930178431350fa3695ea9cbd27a961678ef60",
    "discs 900×1200": "5686e29254b52f1a8e57eb718f5aa21daed1e728d61510978dea7b391843694b",
    "discs 512×512": "96b4b5aa676a2b16d4b650ec4a4c50d25cb1352153a3fe54cdaa2a6db756aa8b",
    "discs 300×1000": "ecca75d8470593a4c646909d9e3363e68de0f3d3acb64616898d0cb973d19c6d",
    "discs 1000×300": "3b4e3f32f1931e70e25161c628b39346ce3cce5965de38044bc66cdade61b326",
    "discs 720×1280": "9accb3cba68e8a35f55b71cd9cc40e49eab643e2bd331d254e9ea8c90cf0d016",
    "discs 1280×720": "40b98d569b5ce3b92f91d6893b289378059dacda6d87d0f94e268f64a8766c86",
    "discs 2000×1500": "5057fde80b24802ea72d7f403741325fbacaeef4c07e00777f903b8120bfd4da",
}
