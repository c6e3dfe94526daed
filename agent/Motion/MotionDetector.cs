namespace Mihari.Agent.Motion;

/// <summary>What a picture told.</summary>
/// <param name="Moving">Whether motion is on after this picture.</param>
/// <param name="Started">Set at the picture that confirmed a motion: when it was first seen.</param>
/// <param name="Ended">Set at the picture that ended a motion: when it was last seen.</param>
/// <param name="Area">Share of the picture that is not background, 0 to 1.</param>
/// <param name="Confidence">0 to 1.</param>
internal readonly record struct MotionStep(bool Moving, DateTimeOffset? Started, DateTimeOffset? Ended, double Area, double Confidence);

/// <summary>
/// Finds motion in small grey pictures, at about five a second. Each pixel has a mean and a usual deviation; a pixel
/// beyond its deviation is foreground, lone ones are noise. Motion is a large enough foreground in which something
/// changes from picture to picture, so that what has come to rest (and the hole it left) ends it. A change of light
/// shifts the whole picture: the shift is taken out, and a change that covers most of the picture is learned afresh.
/// </summary>
internal sealed class MotionDetector
{
    /// <summary>Pictures from which the background is learned before anything can fire.</summary>
    public const int WarmUp = 10;

    /// <summary>A foreground over this share is no figure but a change of light or of the camera's position.</summary>
    public const double Flood = 0.6;

    /// <summary>Quiet time that ends a motion.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly int _width;
    private readonly int _height;
    private readonly float[] _mean;
    private readonly float[] _deviation;
    private readonly byte[] _before;
    private readonly byte[] _last;
    private readonly bool[] _foreground;
    private readonly float _least;
    private readonly double _area;
    private int _pictures;
    private int _beforeShift;
    private int _lastShift;
    private int _hits;
    private DateTimeOffset _firstSeen;
    private DateTimeOffset _lastSeen;
    private bool _moving;

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="sensitivity">0 to 1; at 0.5 something of 0.6 % of the picture fires.</param>
    public MotionDetector(int width, int height, double sensitivity)
    {
        _width = width;
        _height = height;
        _mean = new float[width * height];
        _deviation = new float[width * height];
        _before = new byte[width * height];
        _last = new byte[width * height];
        _foreground = new bool[width * height];
        _least = (float)(30 - (22 * sensitivity));
        _area = 0.02 * Math.Pow(0.1, sensitivity);
    }

    public MotionStep Next(ReadOnlySpan<byte> grey, DateTimeOffset at)
    {
        if (grey.Length != _mean.Length)
            throw new ArgumentException($"a picture of {_width}×{_height} is needed", nameof(grey));

        if (_pictures++ == 0)
            Learn(grey);

        var shift = Shift(grey);
        var area = Share(Mark(grey, shift));
        if (area > Flood)
        {
            Learn(grey);
            _pictures = WarmUp / 2;
            area = 0;
        }

        var changing = Changing(grey, shift);
        Adapt(grey, shift);
        _last.CopyTo(_before.AsSpan());
        grey.CopyTo(_last);
        (_beforeShift, _lastShift) = (_lastShift, shift);
        return Decide(area, changing, at);
    }

    private MotionStep Decide(double area, double changing, DateTimeOffset at)
    {
        var confidence = Math.Round(area / (area + _area), 2);
        if (_pictures <= WarmUp && !_moving)
        {
            _hits = 0;
            return new MotionStep(false, null, null, area, 0);
        }

        // Ending takes half of what starting takes, so that a figure at the edge does not flicker.
        var level = _moving ? _area / 2 : _area;
        if (area >= level && changing >= level / 4)
        {
            if (_hits++ == 0 && !_moving)
                _firstSeen = at;
            _lastSeen = at;
            if (!_moving && _hits >= 2)
            {
                _moving = true;
                return new MotionStep(true, _firstSeen, null, area, confidence);
            }
        }
        else
        {
            _hits = 0;
            if (_moving && at - _lastSeen >= Quiet)
            {
                _moving = false;
                return new MotionStep(false, null, _lastSeen, area, confidence);
            }
        }

        return new MotionStep(_moving, null, null, area, confidence);
    }

    private void Learn(ReadOnlySpan<byte> grey)
    {
        for (var i = 0; i < grey.Length; i++)
        {
            _mean[i] = grey[i];
            _deviation[i] = 4;
            _last[i] = _before[i] = grey[i];
        }
    }

    /// <summary>The median difference from the background: what a change of light does, and a figure does not.</summary>
    private int Shift(ReadOnlySpan<byte> grey)
    {
        Span<int> histogram = stackalloc int[511];
        histogram.Clear();
        for (var i = 0; i < grey.Length; i++)
            histogram[grey[i] - (int)_mean[i] + 255]++;

        var half = grey.Length / 2;
        var at = 0;
        while ((half -= histogram[at]) > 0)
            at++;
        return at - 255;
    }

    private int Mark(ReadOnlySpan<byte> grey, int shift)
    {
        // What the light would lift beyond white is white.
        for (var i = 0; i < grey.Length; i++)
            _foreground[i] = Math.Abs(grey[i] - Math.Clamp(_mean[i] + shift, 0, 255)) > Math.Max(_least, 4 * _deviation[i]);

        var count = 0;
        for (var y = 1; y < _height - 1; y++)
        {
            for (var x = 1; x < _width - 1; x++)
            {
                if (_foreground[(y * _width) + x] && Neighbours(x, y) >= 4)
                    count++;
            }
        }

        return count;
    }

    private int Neighbours(int x, int y)
    {
        var count = -1;
        for (var row = y - 1; row <= y + 1; row++)
        {
            var at = (row * _width) + x;
            count += (_foreground[at - 1] ? 1 : 0) + (_foreground[at] ? 1 : 0) + (_foreground[at + 1] ? 1 : 0);
        }

        return count;
    }

    /// <summary>The share of the picture that is foreground and not as it was two pictures ago.</summary>
    private double Changing(ReadOnlySpan<byte> grey, int shift)
    {
        var count = 0;
        var moved = shift - _beforeShift;
        for (var i = 0; i < grey.Length; i++)
        {
            if (Math.Abs(grey[i] - Math.Clamp(_before[i] + moved, 0, 255)) > _least)
                count++;
        }

        return Share(count);
    }

    private void Adapt(ReadOnlySpan<byte> grey, int shift)
    {
        var background = _pictures <= WarmUp ? 0.3f : 0.04f;
        for (var i = 0; i < grey.Length; i++)
        {
            var difference = grey[i] - _mean[i];
            if (_foreground[i])
            {
                // What stays becomes background within a minute.
                _mean[i] += 0.01f * difference;
                continue;
            }

            _mean[i] += background * difference;
            _deviation[i] += background * (Math.Abs(difference - shift) - _deviation[i]);
        }
    }

    private double Share(int pixels) => (double)pixels / _mean.Length;
}
