using Mihari.Agent.Motion;

namespace Mihari.Tests.Agent.Motion;

public sealed class MotionDetectorTests
{
    private const int Width = 160;
    private const int Height = 90;
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public void Next_NoiseOnly_NeverFires() =>
        Assert.Empty(Starts(300, sensitivity: 0.5, _ => { }, noise: 6));

    [Fact]
    public void Next_FigureWalksThrough_FiresWithinASecondAndEndsAfterIt()
    {
        var detector = new MotionDetector(Width, Height, 0.5);
        DateTimeOffset? started = null, ended = null;
        for (var i = 0; i < 120; i++)
        {
            var step = detector.Next(Picture(i, Figure(from: 50, to: 90), noise: 4), At(i));
            started ??= step.Started;
            ended ??= step.Ended;
        }

        Assert.InRange(started!.Value, At(50), At(55));
        Assert.InRange(ended!.Value, At(85), At(92));
    }

    [Fact]
    public void Next_LightChanges_NeverFires() =>
        Assert.Empty(Starts(200, 0.5, noise: 4, draw: p =>
        {
            // A lamp is switched on at 60, the sun comes and goes from 100 on.
            var lift = p.Index < 60 ? 0 : 45;
            lift += p.Index < 100 ? 0 : (int)(12 * Math.Sin((p.Index - 100) / 15.0));
            p.Lift(lift);
        }));

    [Fact]
    public void Next_BackgroundIsReplaced_NeverFires() =>
        Assert.Empty(Starts(120, 0.5, noise: 4, draw: p =>
        {
            if (p.Index >= 60)
                p.Mirror();
        }));

    [Fact]
    public void Next_SomethingIsPutDown_EndsTheMotion()
    {
        var detector = new MotionDetector(Width, Height, 0.5);
        var moving = new List<bool>();
        for (var i = 0; i < 120; i++)
        {
            moving.Add(detector.Next(
                Picture(i, p => { if (i >= 50) p.Box(Math.Min(70, (i - 50) * 4), 30, 25, 30, 230); }, noise: 3), At(i)).Moving);
        }

        Assert.Contains(true, moving[50..70]);
        Assert.DoesNotContain(true, moving[85..]);
    }

    [Theory]
    [InlineData(0.1, false)]
    [InlineData(0.95, true)]
    public void Next_SmallThing_FiresBySensitivity(double sensitivity, bool fires)
    {
        var starts = Starts(100, sensitivity, p => { if (p.Index >= 50) p.Box(20 + (p.Index % 50), 40, 8, 8, 200); }, noise: 2);

        Assert.Equal(fires, starts.Count > 0);
    }

    [Fact]
    public void Next_WrongSize_Refuses() =>
        Assert.Throws<ArgumentException>(() => new MotionDetector(Width, Height, 0.5).Next(new byte[10], Start));

    private static List<DateTimeOffset> Starts(int pictures, double sensitivity, Action<Grey> draw, int noise)
    {
        var detector = new MotionDetector(Width, Height, sensitivity);
        var starts = new List<DateTimeOffset>();
        for (var i = 0; i < pictures; i++)
        {
            if (detector.Next(Picture(i, draw, noise), At(i)).Started is { } started)
                starts.Add(started);
        }

        return starts;
    }

    private static Action<Grey> Figure(int from, int to) => p =>
    {
        if (p.Index >= from && p.Index < to)
            p.Box((p.Index - from) * 4 - 16, 40, 18, 45, 40);
    };

    private static DateTimeOffset At(int picture) => Start.AddMilliseconds(200 * picture);

    private static byte[] Picture(int index, Action<Grey> draw, int noise)
    {
        var picture = new Grey(index);
        draw(picture);
        var random = new Random(index + 1);
        return [.. picture.Pixels.Select(p => (byte)Math.Clamp(p + random.Next(-noise, noise + 1), 0, 255))];
    }

    private sealed class Grey(int index)
    {
        public int Index { get; } = index;

        public int[] Pixels { get; private set; } = [.. Enumerable.Range(0, Width * Height).Select(i => 60 + (i % Width) + (i / Width % 7 * 4))];

        public void Box(int x, int y, int width, int height, int value)
        {
            for (var row = y; row < Math.Min(Height, y + height); row++)
            {
                for (var column = Math.Max(0, x); column < Math.Clamp(x + width, 0, Width); column++)
                    Pixels[(row * Width) + column] = value;
            }
        }

        public void Lift(int by) => Pixels = [.. Pixels.Select(p => p + by)];

        public void Mirror() => Pixels = [.. Pixels.Select(p => 290 - p)];
    }
}
