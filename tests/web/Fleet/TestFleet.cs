using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Tests.Web.Components;
using Mihari.Web.Fleet;

namespace Mihari.Tests.Web.Fleet;

/// <summary>Fleets as feeds would tell of them.</summary>
internal static class TestFleet
{
    public static readonly CustomerId Customer = new("c1");

    public static Dashboard Building(string id, string name, params ImmutableArray<CameraCard> cards) => new(
        new BuildingId(id), Customer, name,
        [
            new RoomEntry(new RoomId("r1"), "エントランス", null, new ContractNumber("SPID-" + id.ToUpperInvariant())),
            new RoomEntry(new RoomId("r2"), "駐車場", null, new ContractNumber("900")),
        ],
        new ProjectionSnapshot<CameraCard>(new ProjectionPosition("i", 1), cards));

    public static BuildingSummary Summary(string id, string name) => new(new BuildingId(id), name, 2, 0, 0, 0, 0);

    public static Portfolio Portfolio(params ImmutableArray<BuildingSummary> buildings) =>
        new(Customer, "さくら管理", new ProjectionSnapshot<BuildingSummary>(new ProjectionPosition("i", 1), buildings));

    /// <summary>An index that knows these buildings.</summary>
    public static FleetIndex Index(params ImmutableArray<Dashboard> buildings) => IndexOf(Customer, buildings);

    public static FleetIndex IndexOf(CustomerId customer, params ImmutableArray<Dashboard> buildings)
    {
        var index = new FleetIndex(customer);
        index.Take("さくら管理", [.. buildings.Select(b => Summary(b.Building.Value, b.Name))]);
        foreach (var building in buildings)
            index.Take(building, Cards.Now);

        return index;
    }

    public static FleetSnapshot Of(params ImmutableArray<CameraCard> cards) => Index(Building("b1", "イッツコムマンション", cards)).Publish();

    public static CameraStatus With(this CameraStatus status, string? model = "MC-100", string? firmware = "1.0", int? life = 90) =>
        status with { Model = model, Firmware = firmware, Sd = status.Sd! with { LifePercent = life } };

    public static string[] Names(this FleetSnapshot fleet, FleetFilter filter) => [.. fleet.Query(filter).Rows.Select(row => row.Card.Name)];
}
