using System.Numerics;
using static Mihari.Agent.Sources.Canvas;

namespace Mihari.Agent.Sources;

/// <summary>The rooms of the synthetic scenes: common areas of an apartment building. The seed chooses room and colours.</summary>
internal static class Room
{
    private const float Horizon = 205;

    private static readonly (string Label, Action<Canvas, int> Furnish, int Wall, int Floor)[] Kinds =
    [
        ("ENTRANCE", Entrance, 0xcfc8ba, 0x8d8478),
        ("BICYCLES", Bicycles, 0xaab4b8, 0x6f7476),
        ("PARKING", Parking, 0xb9b7b0, 0x5d5f63),
        ("REFUSE ROOM", Refuse, 0xb4bdb0, 0x7c8078),
    ];

    public static string Label(int seed) => Kinds[seed % Kinds.Length].Label;

    public static void Draw(Canvas canvas, int seed)
    {
        var (_, furnish, wall, floor) = Kinds[seed % Kinds.Length];
        var tint = Tint(seed);
        canvas.Shade((x, y) => Surface(x, y, Rgb(wall), Rgb(floor)) * tint);
        furnish(canvas, seed / Kinds.Length);

        // Lamps, and the dark corners of a wide lens.
        for (var lamp = 0; lamp < 3; lamp++)
        {
            canvas.Box(118 + (lamp * 170), 12, 64, 7, Rgb(0xfffdf2), 3);
            canvas.Glow(150 + (lamp * 170), 40, 150, 120, Rgb(0xfff6dc, 0.28f));
        }

        canvas.Shade((x, y) => new Vector4(0, 0, 0, Math.Clamp((Vector2.Distance(new Vector2(x / 640, y / 360), new Vector2(0.5f)) - 0.4f) * 0.9f, 0, 0.45f)));
    }

    private static Vector4 Tint(int seed)
    {
        var turn = seed * 2.39996f;
        return new Vector4(1 + (0.06f * MathF.Sin(turn)), 1 + (0.04f * MathF.Sin(turn + 2.1f)), 1 + (0.07f * MathF.Sin(turn + 4.2f)), 1);
    }

    private static Vector4 Surface(float x, float y, Vector4 wall, Vector4 floor)
    {
        Vector4 colour;
        if (y < Horizon)
        {
            colour = wall * (0.78f + (0.22f * y / Horizon));
        }
        else
        {
            // Tiles that run to a vanishing point behind the wall.
            var depth = 1800 / (y - Horizon + 22);
            var across = (x - 320) * depth / 620;
            var line = Math.Min(Edge(depth * 0.9f), Edge(across * 0.22f));
            colour = floor * (0.72f + (0.4f * (y - Horizon) / 155)) * (0.93f + (0.07f * line));
        }

        colour.W = 1;
        return colour;
    }

    private static float Edge(float at) => Math.Clamp(Math.Abs(at - MathF.Round(at)) * 14, 0, 1);

    private static void Entrance(Canvas c, int look)
    {
        var x = 330 + (look % 3 * 30);
        c.Box(x - 8, 62, 176, 148, Rgb(0x4b4a48), 2);
        c.Box(x, 70, 77, 140, Rgb(0x9fc3cf));
        c.Box(x + 83, 70, 77, 140, Rgb(0x95bac8));
        for (var i = 0; i < 2; i++)
        {
            c.Box(x + (i * 83), 70, 77, 52, Rgb(0xd9ecef, 0.55f));
            c.Line(new Vector2(x + 12 + (i * 83), 190), new Vector2(x + 60 + (i * 83), 84), 7, Rgb(0xffffff, 0.18f));
            c.Box(x + (i == 0 ? 67 : 88), 135, 5, 34, Rgb(0xd8d8d4), 2);
        }

        c.Box(78, 88, 152, 98, Rgb(0x6d6a66), 2);
        for (var i = 0; i < 24; i++)
            c.Box(82 + (i % 6 * 24.5f), 92 + (i / 6 * 23.5f), 21.5f, 20.5f, Rgb(i % 5 == look % 5 ? 0xbfb9ae : 0xaba599), 1);
        c.Glow(575, 246, 46, 12, Rgb(0x000000, 0.4f));
        c.Box(556, 206, 38, 38, Rgb(0x7b5b45), 4);
        for (var i = 0; i < 9; i++)
        {
            var lean = (i - 4) * 0.27f;
            c.Line(new Vector2(575, 208), new Vector2(575 + (62 * MathF.Sin(lean)), 208 - (72 * MathF.Cos(lean))), 9, Rgb(i % 2 == 0 ? 0x3f6b45 : 0x4f7f52));
        }

        c.Box(0, 199, 640, 7, Rgb(0x3c3a37, 0.35f));
    }

    private static void Bicycles(Canvas c, int look)
    {
        c.Box(0, 40, 640, 10, Rgb(0x788186));
        for (var i = 0; i < 7; i++)
            c.Box(20 + (i * 98), 50, 7, 160, Rgb(0x8a9397));
        c.Box(0, 150, 640, 5, Rgb(0x6b7478));
        int[] colours = [0x9c3b33, 0x2f5d86, 0x3b3f42, 0x4a7a52, 0xb08a3a, 0x6a4a77];
        for (var i = 0; i < 6; i++)
        {
            if (i == (look + 3) % 7)
                continue;
            var x = 60 + (i * 96);
            const float Y = 224;
            var paint = Rgb(colours[(i + look) % colours.Length]);
            c.Glow(x + 32, Y + 22, 58, 9, Rgb(0, 0.45f));
            c.Ring(x, Y, 21, 3.4f, Rgb(0x26282a));
            c.Ring(x + 62, Y, 21, 3.4f, Rgb(0x26282a));
            Vector2 back = new(x, Y), front = new(x + 62, Y), pedal = new(x + 27, Y + 3), seat = new(x + 19, Y - 31), head = new(x + 52, Y - 33);
            c.Line(back, pedal, 3.4f, paint);
            c.Line(back, seat, 3, paint);
            c.Line(pedal, seat, 3.6f, paint);
            c.Line(pedal, head, 3.6f, paint);
            c.Line(seat, head, 3.6f, paint);
            c.Line(head, front, 3.4f, paint);
            c.Line(seat + new Vector2(-8, -5), seat + new Vector2(8, -5), 5, Rgb(0x232323));
            c.Line(head, head + new Vector2(-3, -9), 3, Rgb(0x9a9a9a));
            c.Line(head + new Vector2(-12, -10), head + new Vector2(5, -10), 3.4f, Rgb(0x3a3a3a));
            c.Box(x + 55, Y - 45, 22, 15, Rgb(0x5d5d5d, 0.8f), 3);
        }
    }

    private static void Parking(Canvas c, int look)
    {
        c.Box(0, 60, 640, 16, Rgb(0xd2b13c, 0.85f));
        for (var i = 0; i < 5; i++)
            c.Line(new Vector2(150 + (i * 85), Horizon + 2), new Vector2(-20 + (i * 170), 360), 5, Rgb(0xe9e7df, 0.6f));
        foreach (var x in (float[])[18, 300, 590])
        {
            c.Box(x, 0, 34, 222, Rgb(0x97958f));
            c.Box(x, 150, 34, 56, Rgb(0xd2b13c));
            c.Box(x, 166, 34, 10, Rgb(0x2c2c2c));
            c.Box(x, 188, 34, 10, Rgb(0x2c2c2c));
        }

        Car(c, 78, Rgb(look % 2 == 0 ? 0x8fa2b5 : 0xa34a40));
        Car(c, 368, Rgb(look % 2 == 0 ? 0xe2e0da : 0x46535e));
    }

    private static void Car(Canvas c, float x, Vector4 paint)
    {
        var dark = paint * 0.72f;
        dark.W = 1;
        c.Glow(x + 98, 247, 128, 16, Rgb(0, 0.6f));
        c.Box(x + 28, 158, 140, 66, dark, 22);
        c.Box(x + 38, 166, 120, 34, Rgb(0x27333b), 14);
        c.Line(new Vector2(x + 60, 194), new Vector2(x + 92, 170), 8, Rgb(0xffffff, 0.13f));
        c.Box(x + 4, 192, 188, 46, paint, 15);
        c.Box(x + 14, 202, 36, 13, Rgb(0xf4f0dc), 6);
        c.Box(x + 146, 202, 36, 13, Rgb(0xf4f0dc), 6);
        c.Box(x + 70, 212, 56, 14, Rgb(0xf2f2ee), 2);
        c.Box(x + 60, 204, 76, 5, dark, 2);
        c.Box(x + 18, 236, 28, 12, Rgb(0x1d1d1d), 4);
        c.Box(x + 150, 236, 28, 12, Rgb(0x1d1d1d), 4);
    }

    private static void Refuse(Canvas c, int look)
    {
        for (var row = 0; row < 9; row++)
        {
            for (var i = 0; i < 17; i++)
                c.Box((i * 40) - (row % 2 * 20), 42 + (row * 18), 38.5f, 16.5f, Rgb(0xffffff, 0.07f), 1);
        }

        c.Box(440, 70, 92, 140, Rgb(0x7f8a86), 2);
        c.Box(446, 76, 80, 134, Rgb(0x94a09b), 1);
        c.Disc(518, 146, 4, Rgb(0x50585a));
        c.Box(62, 76, 84, 54, Rgb(0xf3f1e7), 2);
        for (var i = 0; i < 5; i++)
            c.Box(70, 84 + (i * 9), 66 - (i * 9 % 22), 3.5f, Rgb(i == 0 ? 0x2f5d86 : 0x8b8b85));
        int[] lids = [0x2f6d4c, 0x2f5d86, 0xa3843a, 0x565b5e];
        for (var i = 0; i < 4; i++)
        {
            var x = 44 + (i * 96);
            var paint = Rgb(lids[(i + look) % lids.Length]);
            c.Glow(x + 36, 250, 56, 11, Rgb(0, 0.5f));
            c.Box(x + 3, 172, 66, 76, paint * new Vector4(0.8f, 0.8f, 0.8f, 1), 6);
            c.Box(x, 162, 72, 16, paint, 6);
            c.Box(x + 24, 196, 24, 20, Rgb(0xf0f0ea, 0.7f), 3);
            c.Disc(x + 14, 248, 6, Rgb(0x232323));
            c.Disc(x + 58, 248, 6, Rgb(0x232323));
        }

        c.Disc(556, 236, 22, Rgb(0xd9dde0, 0.92f));
        c.Disc(588, 240, 18, Rgb(0xcfd4d8, 0.92f));
        c.Line(new Vector2(556, 216), new Vector2(559, 208), 6, Rgb(0xc3c9cd));
    }
}
