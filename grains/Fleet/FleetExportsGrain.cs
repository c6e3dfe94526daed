using System.Globalization;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Customers;
using Mihari.Fleet;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;
using Orleans.Concurrency;

namespace Mihari.Grains.Fleet;

/// <summary>Notes who took a customer's list of cameras along. It keeps nothing, so there may be many of one key.</summary>
[StatelessWorker]
internal sealed class FleetExportsGrain(ITimeline timeline, TimeProvider time) : Grain, IFleetExports
{
    private const int LongestFilter = 1_000;

    public async Task Note(Caller by, string filter, int cameras)
    {
        var id = this.GetPrimaryKeyString();
        var portfolio = await GrainFactory.GetGrain<ICustomerGrain>(id).GetPortfolio(by); // It refuses whoever may not see its cameras.
        if (filter.Length > LongestFilter)
            throw new InvalidInputException("filter", $"must be at most {LongestFilter} characters long", InputProblem.Length, $"0-{LongestFilter}");

        if (cameras < 0)
            throw new InvalidInputException("cameras", "must be 0 or more", InputProblem.Range);

        await timeline.Append([.. AuditLines.Of(AuditLines.New(
            by, time.GetUtcNow(), new CustomerId(id), AuditAction.FleetExported, AuditSubject.Customer, id, portfolio.Name,
            new AuditChange("filter", null, filter.Length == 0 ? null : filter),
            new AuditChange("cameras", null, cameras.ToString(CultureInfo.InvariantCulture))))]);
    }
}
