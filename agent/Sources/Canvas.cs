using System.Numerics;

namespace Mihari.Agent.Sources;

/// <summary>
/// A small picture to draw scenes into, with smooth edges and transparency. Shapes are given in the units of a
/// 640×360 picture, whatever the size in pixels.
/// </summary>
internal sealed class Canvas
{
    private readonly Vector4[] _pixels;
    private readonly float _scale;

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="scale">Pixels a unit.</param>
    public Canvas(int width, int height, float scale)
    {
        (Width, Height, _scale) = (width, height, scale);
        _pixels = new Vector4[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A colour from 0xRRGGBB.</summary>
    public static Vector4 Rgb(int hex, float alpha = 1) =>
        new(((hex >> 16) & 255) / 255f, ((hex >> 8) & 255) / 255f, (hex & 255) / 255f, alpha);

    /// <summary>Colours the whole canvas by a function of place.</summary>
    public void Shade(Func<float, float, Vector4> colour)
    {
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                Blend(x, y, colour((x + 0.5f) / _scale, (y + 0.5f) / _scale), 1);
        }
    }

    public void Box(float x, float y, float width, float height, Vector4 colour, float round = 0)
    {
        var half = new Vector2(width / 2, height / 2);
        var centre = new Vector2(x, y) + half;
        Fill(centre - half, centre + half, colour, p =>
        {
            var q = Vector2.Abs(p - centre) - half + new Vector2(round);
            return Vector2.Max(q, Vector2.Zero).Length() + Math.Min(Math.Max(q.X, q.Y), 0) - round;
        });
    }

    public void Disc(float x, float y, float radius, Vector4 colour) =>
        Fill(new Vector2(x - radius, y - radius), new Vector2(x + radius, y + radius), colour, p => Vector2.Distance(p, new Vector2(x, y)) - radius);

    public void Ring(float x, float y, float radius, float thickness, Vector4 colour)
    {
        var reach = radius + thickness;
        Fill(new Vector2(x - reach, y - reach), new Vector2(x + reach, y + reach), colour,
            p => Math.Abs(Vector2.Distance(p, new Vector2(x, y)) - radius) - (thickness / 2));
    }

    /// <summary>A line with round ends.</summary>
    public void Line(Vector2 from, Vector2 to, float thickness, Vector4 colour)
    {
        var reach = new Vector2(thickness);
        var way = to - from;
        Fill(Vector2.Min(from, to) - reach, Vector2.Max(from, to) + reach, colour, p =>
        {
            var share = Math.Clamp(Vector2.Dot(p - from, way) / Math.Max(way.LengthSquared(), 0.0001f), 0, 1);
            return Vector2.Distance(p, from + (share * way)) - (thickness / 2);
        });
    }

    /// <summary>A soft-edged ellipse, for shadows and the light of lamps.</summary>
    public void Glow(float x, float y, float width, float height, Vector4 colour)
    {
        for (var row = Math.Max(0, (int)((y - height) * _scale)); row < Math.Min(Height, (y + height) * _scale); row++)
        {
            for (var column = Math.Max(0, (int)((x - width) * _scale)); column < Math.Min(Width, (x + width) * _scale); column++)
            {
                var p = new Vector2(((column + 0.5f) / _scale - x) / width, ((row + 0.5f) / _scale - y) / height);
                var strength = Math.Max(0, 1 - p.Length());
                Blend(column, row, colour, strength * strength * (3 - (2 * strength)));
            }
        }
    }

    /// <summary>The pixels as bytes, three a pixel, or four with transparency.</summary>
    public byte[] ToBytes(bool alpha)
    {
        var size = alpha ? 4 : 3;
        var bytes = new byte[_pixels.Length * size];
        for (var i = 0; i < _pixels.Length; i++)
        {
            for (var c = 0; c < size; c++)
                bytes[(i * size) + c] = (byte)Math.Clamp((_pixels[i][c] * 255) + 0.5f, 0, 255);
        }

        return bytes;
    }

    /// <param name="least">A corner of what the shape may touch.</param>
    /// <param name="most">The other corner.</param>
    /// <param name="colour">With its transparency.</param>
    /// <param name="distance">How far outside of the shape a point is, below 0 inside.</param>
    private void Fill(Vector2 least, Vector2 most, Vector4 colour, Func<Vector2, float> distance)
    {
        for (var y = Math.Max(0, (int)(least.Y * _scale) - 1); y < Math.Min(Height, (most.Y * _scale) + 1); y++)
        {
            for (var x = Math.Max(0, (int)(least.X * _scale) - 1); x < Math.Min(Width, (most.X * _scale) + 1); x++)
            {
                var inside = 0.5f - (distance(new Vector2(x + 0.5f, y + 0.5f) / _scale) * _scale);
                if (inside > 0)
                    Blend(x, y, colour, Math.Min(1, inside));
            }
        }
    }

    private void Blend(int x, int y, Vector4 colour, float strength)
    {
        ref var below = ref _pixels[(y * Width) + x];
        var above = colour.W * strength;
        var alpha = above + (below.W * (1 - above));
        if (alpha <= 0)
            return;

        below = ((colour * above) + (below * below.W * (1 - above))) / alpha;
        below.W = alpha;
    }
}
