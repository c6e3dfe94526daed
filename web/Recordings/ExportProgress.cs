using Mihari.Identifiers;
using Mihari.Recordings;

namespace Mihari.Web.Recordings;

/// <summary>Tells the grain how far an export has come, and that it is still made; ends it where the grain says that it was called off.</summary>
internal sealed class ExportProgress(IExportsGrain grain, ExportId export, string token, CancellationTokenSource over, TimeProvider time)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    private ExportStep _step = ExportStep.Fetching;
    private int _percent;
    private long _reported;

    /// <summary>How far it has come; told once a second, and with each step.</summary>
    public async Task Report(ExportStep step, int percent)
    {
        if (step == _step && time.GetElapsedTime(_reported) < ReportEvery)
            return;

        (_step, _percent) = (step, percent);
        await Tell();
    }

    /// <summary>It waits, or ffmpeg is at work: the grain hears that it is not lost. A beat that fails is made up for by the next.</summary>
    public async Task Beat()
    {
        try
        {
            await Tell();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The grain is away for a moment.
        }
    }

    private async Task Tell()
    {
        _reported = time.GetTimestamp();
        if (!await grain.Report(export, token, _step, _percent))
            await over.CancelAsync();
    }
}
