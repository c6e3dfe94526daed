using System.Globalization;

namespace Mihari.Storage.Transfer;

/// <summary>Tells a person how far a backup, a restore or an import has come: a line as a part begins and ends, and every few seconds between.</summary>
public sealed class TransferProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private string _part = "";
    private long? _of;
    private long _done;
    private long _told;

    /// <summary>A line of its own.</summary>
    public void Say(string line)
    {
        lock (_gate)
            output.WriteLine(line);
    }

    internal void Begin(string part, long? of = null)
    {
        lock (_gate)
            (_part, _of, _done, _told) = (part, of, 0, time.GetTimestamp());
    }

    internal void Step(long items = 1)
    {
        lock (_gate)
        {
            _done += items;
            if (time.GetElapsedTime(_told) < Pause)
                return;

            _told = time.GetTimestamp();
            output.WriteLine(_of is { } all
                ? string.Create(CultureInfo.InvariantCulture, $"{_part}: {_done} of {all}")
                : string.Create(CultureInfo.InvariantCulture, $"{_part}: {_done}"));
        }
    }

    internal void End()
    {
        lock (_gate)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_part}: {_done}, done"));
    }
}
