using System.Collections.Immutable;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Support;

public sealed class ImportPlanTests
{
    private static readonly CustomerId Mine = new("mine");
    private static readonly DeviceId One = DeviceId.Parse("020000000001");
    private static readonly DeviceId Two = DeviceId.Parse("020000000002");

    [Fact]
    public void Make_OfWhatIsNew_GroupsItByContract()
    {
        var plan = Plan([Row(2, "K-1", One), Row(3, "K-1", Two)], [], []);

        var group = Assert.Single(plan.Groups);
        Assert.Equal("K-1", group.Contract.Value);
        Assert.Equal([2, 3], group.Rows.Select(r => r.Line));
        Assert.Equal(0, plan.Unchanged);
    }

    [Fact]
    public void Make_OfWhatIsThere_ChangesNothing()
    {
        var plan = Plan([Row(2, "K-1", One)], [Contract("K-1", Mine, [One])], [new(One, new("K-1"))]);

        Assert.Empty(plan.Groups);
        Assert.Empty(plan.Faults);
        Assert.Equal(1, plan.Unchanged);
    }

    [Fact]
    public void Make_OfWhatBrokeOffAtTheDevice_GoesOn()
    {
        var plan = Plan([Row(2, "K-1", One)], [], [new(One, new("K-1"))]);

        Assert.Single(plan.Groups);
        Assert.Empty(plan.Faults);
    }

    [Fact]
    public void Make_OfWhatNeverConnected_MayGetNewKeys_UnlessTheFileBringsThem()
    {
        RegisteredDevice[] devices = [new(One, new("K-1")), new(Two, new("K-1"), HasConnected: true)];

        var plan = Plan([Row(2, "K-1", One), Row(3, "K-1", Two)], [Contract("K-1", Mine, [One, Two])], devices);
        var own = Plan([Row(2, "K-1", One) with { Key = "0123456789abcdef" }], [Contract("K-1", Mine, [One, Two])], devices);

        Assert.Equal([2], Assert.Single(plan.Keyless).Rows.Select(r => r.Line));
        Assert.Equal(2, plan.Unchanged);
        Assert.Empty(own.Keyless);
    }

    [Fact]
    public void Make_TellsWhatClashes()
    {
        var theirs = Contract("K-1", new CustomerId("theirs"), []);
        var gone = Contract("K-2", Mine, []) with { IsDeleted = true };
        var partly = Contract("K-3", Mine, [Two]) with { Deleted = [Two] };

        Assert.Equal(ImportRule.OthersContract, Fault(Plan([Row(2, "K-1", One)], [theirs], [])).Rule);
        Assert.Equal(ImportRule.ContractDeleted, Fault(Plan([Row(2, "K-2", One)], [gone], [])).Rule);
        Assert.Equal(ImportRule.DeviceDeleted, Fault(Plan([Row(2, "K-3", Two)], [partly], [new(Two, new("K-3"))])).Rule);
        var elsewhere = Fault(Plan([Row(7, "K-1", One)], [], [new(One, new("K-9"))]));
        Assert.Equal((7, ImportField.Mac, ImportRule.OtherContract, "K-9"), (elsewhere.Line, elsewhere.Field, elsewhere.Rule, elsewhere.Detail));
    }

    private static ImportFault Fault(ImportPlan plan) => Assert.Single(plan.Faults);

    private static ImportRow Row(int line, string contract, DeviceId device) => new(line, new(contract), device, null);

    private static RegisteredContract Contract(string number, CustomerId customer, ImmutableArray<DeviceId> devices) => new(new(number), customer, false, devices, []);

    private static ImportPlan Plan(ImmutableArray<ImportRow> rows, RegisteredContract[] contracts, RegisteredDevice[] devices) =>
        ImportPlan.Make(Mine, rows, contracts, devices);
}
