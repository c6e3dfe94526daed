using System.Numerics;
using static Mihari.Agent.Sources.Canvas;

namespace Mihari.Agent.Sources;

/// <summary>The figure of the synthetic scenes: one walking cycle, seen from the side, going right.</summary>
internal static class Walker
{
    /// <summary>Pictures of one cycle of two steps.</summary>
    public const int Frames = 10;

    /// <summary>Size in units of a 640×360 picture.</summary>
    public const int Width = 96;
    public const int Height = 168;

    private static readonly int[] Coats = [0x2e4a6b, 0x7a2f38, 0x37513c, 0x4d4458, 0x8a6a34];

    public static Canvas Draw(int frame, int seed, float scale)
    {
        var canvas = new Canvas((int)(Width * scale) / 2 * 2, (int)(Height * scale) / 2 * 2, scale);
        var phase = 2 * MathF.PI * frame / Frames;
        var lift = 2.2f * MathF.Abs(MathF.Sin(phase));
        var hip = new Vector2(48, 88 - lift);
        var neck = new Vector2(50, 42 - lift);
        var coat = Rgb(Coats[(seed * 3 + 1) % Coats.Length]);
        var sleeve = coat * new Vector4(0.8f, 0.8f, 0.8f, 1);
        var trousers = Rgb(0x2b2d33);

        canvas.Glow(50, 157, 40, 9, Rgb(0, 0.5f));
        Leg(canvas, hip, phase + MathF.PI, Rgb(0x202227));
        Arm(canvas, neck, phase, sleeve);
        Leg(canvas, hip, phase, trousers);
        canvas.Line(neck + new Vector2(0, 12), hip + new Vector2(0, -2), 27, coat);
        canvas.Line(neck, neck + new Vector2(1, -8), 9, Rgb(0xd9b394));
        canvas.Disc(neck.X + 3, neck.Y - 18, 13, Rgb(0xe2bd9f));
        canvas.Line(neck + new Vector2(-6, -24), neck + new Vector2(7, -29), 9, Rgb(0x2a2320));
        canvas.Line(neck + new Vector2(-7, -24), neck + new Vector2(-7, -15), 8, Rgb(0x2a2320));
        Arm(canvas, neck, phase + MathF.PI, coat * new Vector4(1.12f, 1.12f, 1.12f, 1));
        return canvas;
    }

    private static void Leg(Canvas canvas, Vector2 hip, float phase, Vector4 colour)
    {
        var swing = 0.5f * MathF.Sin(phase);
        var bend = 0.15f + (0.55f * Math.Max(0, MathF.Cos(phase)));
        var knee = hip + (32 * Direction(swing));
        var foot = knee + (33 * Direction(swing - bend));
        canvas.Line(hip, knee, 14, colour);
        canvas.Line(knee, foot, 11, colour);
        canvas.Line(foot + new Vector2(0, 2), foot + new Vector2(10, 3), 8, Rgb(0x1b1b1b));
    }

    private static void Arm(Canvas canvas, Vector2 neck, float phase, Vector4 colour)
    {
        var swing = 0.55f * MathF.Sin(phase);
        var shoulder = neck + new Vector2(0, 10);
        var elbow = shoulder + (22 * Direction(swing));
        var hand = elbow + (20 * Direction(swing + 0.45f));
        canvas.Line(shoulder, elbow, 10, colour);
        canvas.Line(elbow, hand, 8, colour);
        canvas.Disc(hand.X, hand.Y, 5, Rgb(0xe2bd9f));
    }

    private static Vector2 Direction(float angle) => new(MathF.Sin(angle), MathF.Cos(angle));
}
