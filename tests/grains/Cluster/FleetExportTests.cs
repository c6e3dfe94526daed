using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Fleet;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Who took a list of cameras along is in the customer's audit trail; and nobody takes another customer's.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FleetExportTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Note_IsInTheAuditTrail_WithItsFilterAndNumber()
    {
        var property = await Property.Create(cluster);

        await Grain(property).Note(property.Viewer, "?s=offline", 12);

        var entry = Assert.Single(await Trail(property));
        Assert.Equal((AuditSubject.Customer, property.Customer.Value, property.Viewer.Account), (entry.Subject, entry.SubjectId, entry.Actor));
        Assert.Equal([new AuditChange("filter", null, "?s=offline"), new AuditChange("cameras", null, "12")], entry.Changes.AsEnumerable());
    }

    [Fact]
    public async Task Note_OfAnotherCustomer_IsRefusedLikeAnUnknownOne()
    {
        var property = await Property.Create(cluster);
        var stranger = property.Viewer with { Customer = new CustomerId("somebody-else") };

        var refused = await Assert.ThrowsAsync<UnknownIdException>(() => Grain(property).Note(stranger, "", 1));
        var unknown = await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<IFleetExports>("nobody").Note(property.Viewer, "", 1));

        Assert.Equal(unknown.Message, refused.Message);
        Assert.Empty(await Trail(property));
    }

    [Fact]
    public async Task Note_OfWhatCannotBe_NamesTheField()
    {
        var property = await Property.Create(cluster);

        Assert.Equal("filter", (await Assert.ThrowsAsync<InvalidInputException>(() => Grain(property).Note(property.Viewer, new string('x', 1_001), 1))).Field);
        Assert.Equal("cameras", (await Assert.ThrowsAsync<InvalidInputException>(() => Grain(property).Note(property.Viewer, "", -1))).Field);
        Assert.Empty(await Trail(property));
    }

    private IFleetExports Grain(Property property) => cluster.Client.GetGrain<IFleetExports>(property.Customer.Value);

    private async Task<IReadOnlyList<AuditEntry>> Trail(Property property)
    {
        var now = cluster.Clock.GetUtcNow();
        var query = new AuditQuery(now.AddDays(-1), now.AddDays(1), null, [AuditAction.FleetExported], 10, null);
        return (await cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value).Read(property.Administrator, query)).Entries;
    }
}
