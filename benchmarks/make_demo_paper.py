"""Make the paper of ``summarize demo``: a PDF of two columns and its record. Everything in it is made up.

    python benchmarks/make_demo_paper.py [FOLDER]        default: summarize/demo_paper

The harbours, figures, authors and references do not exist. The same program and PyMuPDF give the same bytes.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pymupdf

TITLE = "Brackwater: Forecasting Harbour Fog from Two Cheap Thermometers"
AUTHORS = ("Ottoline Vane", "Piet Achterberg", "Sumi Harada")
AFFILIATION = "Institute for Small Harbours, Nether Quay (a place that does not exist)"
ABSTRACT = (
    "Fog closes small harbours without warning, and the instruments that predict it cost more than most harbours can pay.",
    "We present Brackwater, a forecaster that needs only two thermometers, one in the air and one in the water.",
    "Its model is a recurrent network with 48,000 parameters that estimates the probability of fog $p(t+h)$ for horizons "
    "$h$ of up to six hours.",
    "It was trained on 3.2 million readings from 41 harbours over four winters.",
    "On 12 harbours that were held out, Brackwater predicts fog three hours ahead with an $F_1$ score of 0.81, compared "
    "with 0.64 for persistence and 0.83 for a numerical weather model.",
    "It needs two orders of magnitude less energy than the weather model and runs on a microcontroller that costs 4 euros.",
    "In a trial of 90 days, its warnings came 47 minutes earlier than those of human observers.",
    "The forecaster fails in harbours that are fed by rivers, where 31% of its warnings are false.",
    "Data, code and the design of the sensor are available at https://example.org/brackwater.",
)
#: As it is printed: no LaTeX.
PRINTED = " ".join(ABSTRACT).replace("$p(t+h)$", "<i>p</i>(<i>t</i>+<i>h</i>)").replace("$h$", "<i>h</i>")
PRINTED = PRINTED.replace("$F_1$", "<i>F</i><sub>1</sub>")

BODY = """
<h2>1 Introduction</h2>
<p>A harbour of forty boats has no meteorologist. When fog comes in, somebody notices that the far mole has gone, and
rings a bell. In the 53 harbours that we visited, a median of 26 minutes passed between the first bank of fog and the
first warning, and in nine of them nobody was responsible for giving one.</p>
<p>Forecasts of fog exist, but they are made for airports. A visibility sensor costs about $9,000, and the grid of a
weather model is coarser than most harbour basins [1, 2]. We ask how far one can get with the two numbers that every
fisherman already knows: the temperature of the air and the temperature of the water.</p>
<p>Our contributions are a sensor that costs $23 in parts, a data set of 3.2 million readings with labels of fog, and a
forecaster that is small enough to run on the sensor itself. We report where it works and, in Section 6, where it
should not be used.</p>
<h2>2 Related Work</h2>
<p>Empirical rules for sea fog compare dew point and water temperature and reach back a century [3]. Statistical
post-processing of weather models improves them near coasts [1] but inherits their grid. Networks that read camera
images recognise fog that is already there [4]; they do not forecast it. Closest to our work, Halloran and Teo [5]
train a forecaster on airport records with 14 variables, of which small harbours have two.</p>
<h2>3 Method</h2>
<h3>3.1 The sensor</h3>
<p>Two thermistors are sampled every ten minutes. The sensor hangs from the quay, so that one thermistor stays 40 cm
below the surface at any tide. A lithium cell lasts for at least 30 months. Readings are kept in a ring buffer of
six days.</p>
<h3>3.2 The model</h3>
<p>Let <i>a</i>(<i>t</i>) and <i>w</i>(<i>t</i>) be the temperatures of air and water. The input at time <i>t</i> is the
vector <i>x</i>(<i>t</i>) = (<i>a</i>, <i>w</i>, <i>a</i> − <i>w</i>, sin <i>θ</i>, cos <i>θ</i>), where <i>θ</i> is the
hour of the day as an angle. A gated recurrent unit with 96 states reads six days of inputs and gives, for each horizon
<i>h</i>,</p>
<p style="text-align:center"><i>p</i>(<i>t</i>+<i>h</i>) = σ(<i>v</i><sub>h</sub> · <i>s</i>(<i>t</i>) +
<i>b</i><sub>h</sub>), &nbsp; <i>h</i> = 1, …, 6. &nbsp; (1)</p>
<p>The loss is the cross-entropy, weighted so that hours of fog, which are 4.7% of all hours, count as much as the
rest:</p>
<p style="text-align:center"><i>L</i> = −Σ<sub>t,h</sub> [ <i>k y</i> log <i>p</i> + (1 − <i>y</i>) log(1 − <i>p</i>) ],
&nbsp; <i>k</i> = 20.3. &nbsp; (2)</p>
<p>After training, weights are rounded to eight bits. The model then takes 47 kB of flash, and one forecast takes
11 ms.</p>
<h2>4 Data</h2>
<p>Volunteers hung sensors in 53 harbours on three coasts. Over four winters they recorded 3.2 million readings in the 41
harbours that we use for training, and 0.9 million in the 12 that we hold out. Fog was labelled by two people from
photographs of a fixed mark; they agreed on 96% of the hours, and a third person decided the others. Harbours were
assigned to the held-out set before any reading was made.</p>
<h2>5 Results</h2>
<p>Table 1 compares Brackwater with persistence, which says that the next hours will be like this one, and with a
numerical weather model with a grid of 2 km. Three hours ahead, Brackwater reaches an <i>F</i><sub>1</sub> score of
0.81, only 0.02 below the weather model. One hour ahead it is the best of the three, because it knows the water of its
own harbour.</p>
<p>One forecast of the weather model, divided by the harbours that it serves, takes 1.9 kJ; one of Brackwater takes 16 J,
most of it for sending the warning. In a trial of 90 days in four harbours, warnings came 47 minutes earlier (median)
than those of human observers, and two boats turned back that would have been caught outside.</p>
<p>Figure 1 shows how the score falls with the horizon. Beyond four hours the weather model is clearly better. Removing
the temperature of the water reduces the score at three hours from 0.81 to 0.58, which is below persistence.</p>
<h2>6 Limits</h2>
<p>In three of the held-out harbours a river brings water that is colder than the sea. There, 31% of the warnings are
false, and we advise against using the forecaster. The data contain no harbour south of 40 degrees of latitude. Labels
from photographs are missing at night, so that night fog is judged from the lamp of the mole alone. Finally, an observer
who trusts a sensor may look less often; our trial was too short to measure this.</p>
<h2>7 Conclusion</h2>
<p>Two thermometers know a good deal about fog. A forecaster of 48,000 parameters turns them into a warning that comes
early enough to matter, at a price that a harbour of forty boats can pay. We hope that others will add harbours, and
tides, to the data.</p>
<h2>References</h2>
<p class="ref">[1] R. Imre and L. Dovey. Post-processing coastal visibility. Journal of Invented Meteorology, 12:101–119,
2019.</p>
<p class="ref">[2] The Quay Survey. What harbours spend on instruments. Technical Report 7, Nether Quay, 2021.</p>
<p class="ref">[3] E. M. Sorrel. Rules for the fog of the eastern bays. Proceedings of the Society for Unlikely Weather,
3:44–51, 1924.</p>
<p class="ref">[4] J. Abara, K. Lind. Seeing that one cannot see. Workshop on Imaginary Vision, pages 9–16, 2020.</p>
<p class="ref">[5] C. Halloran and W. Teo. Fog at airports from fourteen variables. Annals of Fictional Forecasting,
5(2):200–231, 2022.</p>
"""
CSS = """
body { font-family: serif; font-size: 9.6pt; line-height: 1.25; text-align: justify; }
h2 { font-size: 11.5pt; margin: 9pt 0 3pt 0; } h3 { font-size: 10pt; margin: 6pt 0 2pt 0; }
p { margin: 0 0 4pt 0; } .ref { font-size: 8.6pt; }
"""
TABLE = (
    ("Method", "1 h", "3 h", "6 h", "Energy"),
    ("Persistence", "0.79", "0.64", "0.41", "–"),
    ("Weather model, 2 km", "0.84", "0.83", "0.78", "1.9 kJ"),
    ("Brackwater", "0.88", "0.81", "0.66", "16 J"),
)
CURVES = {
    "Brackwater": (0.88, 0.85, 0.81, 0.76, 0.71, 0.66),
    "weather model": (0.84, 0.84, 0.83, 0.81, 0.80, 0.78),
    "persistence": (0.79, 0.71, 0.64, 0.55, 0.47, 0.41),
}
PAGE = pymupdf.paper_rect("a4")
LEFT, RIGHT, TOP, BOTTOM, GAP = 54.0, PAGE.width - 54.0, 60.0, PAGE.height - 60.0, 18.0
MIDDLE = PAGE.width / 2
HEAD_END, TABLE_END, FIGURE_END = 322.0, 162.0, 212.0


def columns(page: int) -> list[pymupdf.Rect]:
    """Return the areas of running text in reading order. Tables and figures stand above them."""
    left_top = HEAD_END if page == 0 else TABLE_END if page == 1 else TOP
    right_top = HEAD_END if page == 0 else FIGURE_END if page == 1 else TOP
    return [
        pymupdf.Rect(LEFT, left_top, MIDDLE - GAP / 2, BOTTOM),
        pymupdf.Rect(MIDDLE + GAP / 2, right_top, RIGHT, BOTTOM),
    ]


def make_pdf() -> bytes:
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    story = pymupdf.Story(html=f"<body>{BODY}</body>", user_css=CSS)
    head = pymupdf.Story(
        html=f"<body><h1>{TITLE}</h1><p class='by'>{', '.join(AUTHORS)}</p><p class='by'><i>{AFFILIATION}</i></p>"
        f"<h4>Abstract</h4><p class='abstract'>{PRINTED}</p></body>",
        user_css="body { font-family: serif; font-size: 9.6pt; line-height: 1.25; } h1 { font-size: 17pt; "
        "text-align: center; margin: 0 0 8pt 0; } .by { text-align: center; margin: 0 0 3pt 0; } "
        "h4 { text-align: center; font-size: 10.5pt; margin: 10pt 0 3pt 0; } .abstract { text-align: justify; "
        "margin: 0 24pt 0 24pt; }",
    )
    page, more = 0, True
    while more:
        device = writer.begin_page(PAGE)
        if page == 0:
            head.place(pymupdf.Rect(LEFT, TOP, RIGHT, HEAD_END - 8))
            head.draw(device)
        for column in columns(page):
            if more:
                more = bool(story.place(column)[0])
                story.draw(device)
        writer.end_page()
        page += 1
    writer.close()
    with pymupdf.open("pdf", buffer.getvalue()) as document:
        draw_table(document[1])
        draw_figure(document[1])
        for number, sheet in enumerate(document, 1):
            sheet.insert_text((MIDDLE - 3, PAGE.height - 34), str(number), fontsize=9, fontname="tiro")
            if number > 1:
                sheet.insert_text((LEFT, 42), "Brackwater: Forecasting Harbour Fog", fontsize=8, fontname="tiit")
        document.set_metadata({"title": TITLE, "author": ", ".join(AUTHORS), "subject": "A made-up paper"})
        return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def draw_table(page: pymupdf.Page) -> None:
    """Draw Table 1 above the left column of the second page."""
    stops = (LEFT, LEFT + 112, LEFT + 142, LEFT + 172, LEFT + 202)
    page.insert_textbox(
        (LEFT, 54, MIDDLE - GAP / 2, 80),
        "Table 1: F1 score by horizon, and energy of one forecast, on the 12 harbours that were held out.",
        fontsize=8.6,
        fontname="tiro",
    )
    for row, cells in enumerate(TABLE):
        for x, cell in zip(stops, cells, strict=True):
            page.insert_text((x, 96 + 14 * row), cell, fontsize=8.6, fontname="tibo" if row == 0 else "tiro")
    for y in (84, 100, 144):
        page.draw_line((LEFT, y), (MIDDLE - GAP / 2, y), width=0.6)


def draw_figure(page: pymupdf.Page) -> None:
    """Draw Figure 1 above the right column of the second page."""
    x0, y0, width, height = MIDDLE + GAP / 2 + 24, 60.0, 190.0, 104.0
    page.draw_rect(pymupdf.Rect(x0, y0, x0 + width, y0 + height), width=0.6)
    # Where each name stands: the number of its point, and the distance below it.
    spots, styles = ((1, -5), (4, -5), (4, 12)), ("", "[4] 0", "[1 2] 0")
    for (name, scores), dashes, (at, below) in zip(CURVES.items(), styles, spots, strict=True):
        points = [(x0 + width * (h - 0.5) / 6, y0 + height * (1 - (s - 0.3) / 0.7)) for h, s in enumerate(scores, 1)]
        page.draw_polyline(points, width=1, dashes=dashes or None)
        page.insert_text((points[at][0] - 16, points[at][1] + below), name, fontsize=7, fontname="helv")
    for h in range(1, 7):
        page.insert_text((x0 + width * (h - 0.5) / 6 - 4, y0 + height + 9), f"{h} h", fontsize=7, fontname="helv")
    for score in (0.4, 0.6, 0.8):
        page.insert_text(
            (x0 - 16, y0 + height * (1 - (score - 0.3) / 0.7) + 2), f"{score}", fontsize=7, fontname="helv"
        )
    page.insert_textbox(
        (MIDDLE + GAP / 2, y0 + height + 14, RIGHT, y0 + height + 40),
        "Figure 1: F1 score by horizon on the harbours that were held out.",
        fontsize=8.6,
        fontname="tiro",
    )


def record() -> dict[str, object]:
    """Return the paper's record with the fields of ``values.Paper``. It has no ID, because it is on no server."""
    return {
        "id": "",
        "version": 0,
        "title": TITLE,
        "abstract": " ".join(ABSTRACT),
        "authors": list(AUTHORS),
        "published": "2026-02-27",
        "updated": "2026-02-27",
        "categories": ["physics.ao-ph"],
        "comment": "made-up demonstration paper of this program; nothing in it is true",
    }


def main() -> None:
    default = Path(__file__).resolve().parent.parent / "summarize" / "demo_paper"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brackwater.pdf").write_bytes(make_pdf())
    (folder / "brackwater.json").write_text(json.dumps(record(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
