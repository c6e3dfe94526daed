using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Tests.Web.Hosts;

namespace Mihari.Tests.Web.Components.Audit;

/// <summary>Trails whose pages the test lays out, each of them under its key; what was asked of which is noted.</summary>
internal sealed class AuditTrails
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 3, 4, 5, 678, TimeSpan.Zero);

    public AuditTrails(FakeGrains grains) => grains.PutOthers<IAuditTrail>(key => new Trail(this, key));

    /// <summary>The pages of a trail, by its key.</summary>
    public Dictionary<string, AuditEntry[][]> Pages { get; } = new(StringComparer.Ordinal);

    public List<(string Trail, Caller By, AuditQuery Query)> Asked { get; } = [];

    public Exception? Refusal { get; set; }

    public static AuditEntry Entry(string id, string customer = "c1", string subject = "共用部", string? before = "駐車場") => new(
        id, At, new CustomerId(customer), new AccountId("a1"), "見張 太郎", Role.Administrator, new Origin(OriginKind.Portal, "192.0.2.1"),
        AuditAction.RoomRenamed, AuditSubject.Room, "r-" + id, subject, [new AuditChange("name", before, subject)]);

    private sealed class Trail(AuditTrails trails, string key) : IAuditTrail
    {
        public Task<AuditPage> Read(Caller by, AuditQuery query)
        {
            trails.Asked.Add((key, by, query));
            if (trails.Refusal is not null)
                return Task.FromException<AuditPage>(trails.Refusal);

            var pages = trails.Pages.GetValueOrDefault(key) ?? [[]];
            var page = query.Continuation is { } next ? int.Parse(next, System.Globalization.CultureInfo.InvariantCulture) : 0;
            return Task.FromResult(new AuditPage([.. pages[page]], page + 1 < pages.Length ? $"{page + 1}" : null));
        }
    }
}
