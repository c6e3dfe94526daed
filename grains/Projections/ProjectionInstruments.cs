using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Mihari.Grains.Projections;

/// <summary>How far what is shown is behind what is stored.</summary>
internal sealed class ProjectionInstruments
{
    public const string MeterName = "Mihari.Projections";

    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _delay;
    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _failures;

    public ProjectionInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lag = meter.CreateHistogram<double>("mihari.projection.lag", "s", "Age of the oldest change in a delta when it is sent to those who watch.");
        _delay = meter.CreateHistogram<double>("mihari.reports.delay", "s", "From a change until the grain above has taken the report of it.");
        _waiting = meter.CreateUpDownCounter<long>("mihari.reports.waiting", "{report}", "Reports that the grain above has not taken yet.");
        _failures = meter.CreateCounter<long>("mihari.reports.failed", "{report}", "Reports that failed and are repeated.");
    }

    /// <summary>Those of the silo that the grain is on.</summary>
    public static ProjectionInstruments Of(IGrainBase grain) => grain.GrainContext.ActivationServices.GetRequiredService<ProjectionInstruments>();

    public void Sent(TimeSpan lag) => _lag.Record(lag.TotalSeconds);

    public void Waits() => _waiting.Add(1);

    public void Settled() => _waiting.Add(-1);

    public void Taken(TimeSpan delay) => _delay.Record(delay.TotalSeconds);

    public void Failed() => _failures.Add(1);
}
