//! Arrows: out and home, solid or dashed, with a light that travels while a call is out.

use eframe::egui::{Color32, Mesh, Painter, Pos2, Shape, Stroke, pos2, vec2};

/// Length and half the height of an arrow's head.
const HEAD: (f32, f32) = (7.0, 4.0);
const WIDTH: f32 = 1.5;
/// How long the light takes from one end to the other, in seconds.
const TRAVEL_SECS: f32 = 1.1;
/// Length of the light.
const LIGHT: f32 = 72.0;

/// From where to where, on one height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrow {
    pub(super) from: f32,
    pub(super) to: f32,
    pub(super) y: f32,
}

/// How an arrow ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It arrives.
    Head,
    /// It never came to an answer.
    Cross,
}

impl Arrow {
    fn direction(self) -> f32 {
        (self.to - self.from).signum()
    }

    fn tip(self) -> Pos2 {
        pos2(self.to, self.y)
    }

    /// The part of the way that is drawn so far.
    pub(super) fn part(self, share: f32) -> Self {
        Self { to: self.from + (self.to - self.from) * share, ..self }
    }

    pub(super) fn solid(self, painter: &Painter, color: Color32, end: End) {
        let stop = match end {
            End::Head => self.to - self.direction() * HEAD.0,
            End::Cross => self.to - self.direction() * 12.0,
        };
        painter.line_segment([pos2(self.from, self.y), pos2(stop, self.y)], Stroke::new(WIDTH, color));
        match end {
            End::Head => self.head(painter, color),
            End::Cross => cross(painter, pos2(stop, self.y), color),
        }
    }

    pub(super) fn dashed(self, painter: &Painter, color: Color32) {
        let path = [pos2(self.from, self.y), pos2(self.to - self.direction() * HEAD.0, self.y)];
        painter.extend(Shape::dashed_line(&path, Stroke::new(WIDTH, color), 5.0, 4.0));
        self.head(painter, color);
    }

    /// A faint line with a light on it, `secs` after the call went out.
    pub(super) fn lit(self, painter: &Painter, color: Color32, secs: f32) {
        self.solid(painter, color.gamma_multiply(0.4), End::Head);
        let way = (secs / TRAVEL_SECS).fract();
        let eased = way * way * (3.0 - 2.0 * way);
        let length = (self.to - self.from).abs() - HEAD.0;
        let front = eased * (length + LIGHT);
        let x = |distance: f32| self.from + self.direction() * distance.clamp(0.0, length);
        let mut light = Mesh::default();
        for (distance, ink) in [(front - LIGHT, Color32::TRANSPARENT), (front, color)] {
            light.colored_vertex(pos2(x(distance), self.y - WIDTH), ink);
            light.colored_vertex(pos2(x(distance), self.y + WIDTH), ink);
        }
        light.add_triangle(0, 1, 2);
        light.add_triangle(1, 2, 3);
        painter.add(Shape::mesh(light));
        if front < length {
            painter.circle_filled(pos2(x(front), self.y), WIDTH + 1.0, color);
        }
    }

    fn head(self, painter: &Painter, color: Color32) {
        let back = -self.direction() * HEAD.0;
        let corners = vec![self.tip(), self.tip() + vec2(back, -HEAD.1), self.tip() + vec2(back, HEAD.1)];
        painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
    }
}

fn cross(painter: &Painter, middle: Pos2, color: Color32) {
    for slope in [1.0, -1.0] {
        let arm = vec2(4.0, 4.0 * slope);
        painter.line_segment([middle - arm, middle + arm], Stroke::new(WIDTH + 0.5, color));
    }
}
