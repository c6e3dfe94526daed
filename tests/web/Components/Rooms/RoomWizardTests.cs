using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Web.Components.Rooms;
using Xunit;

namespace Mihari.Tests.Web.Components.Rooms;

public sealed class RoomWizardTests
{
    [Theory]
    [InlineData("", "", "", 1)]
    [InlineData("100", "", "", 2)]
    [InlineData("100", "マンション", "", 3)]
    [InlineData("100", "マンション", "駐車場", 4)]
    [InlineData("100", "", "駐車場", 2)]
    [InlineData("100", "マンション", "   ", 3)]
    public void Reach_WhatIsFilledIn_EndsAtTheFirstGap(string contract, string building, string room, int reach)
    {
        var wizard = Filled(contract, building, room);

        Assert.Equal(reach, wizard.Reach);
        Assert.Equal(reach, wizard.StepFor(99));
        Assert.Equal(1, wizard.StepFor(null));
        Assert.Equal(1, wizard.StepFor(-3));
    }

    [Theory]
    [InlineData("101", "00:11:22:33:44:55", 1)]
    [InlineData("100", "00:11:22:33:44:56", 1)]
    [InlineData(" 100 ", "0011.2233.4455", 4)]
    public void Reach_ContractTypedAnew_IsCheckedAnewUnlessItIsTheSame(string contract, string mac, int reach)
    {
        var wizard = Filled("100", "マンション", "駐車場");

        (wizard.Contract, wizard.Mac) = (contract, mac);

        Assert.Equal(reach, wizard.Reach);
    }

    [Fact]
    public void ToRoom_Twice_IsTheSameRoom()
    {
        var wizard = Filled("100", " マンション ", " 駐車場 ");

        Assert.Equal(wizard.ToRoom(), wizard.ToRoom());
        Assert.Equal("駐車場", wizard.ToRoom().Name);
        Assert.Equal(wizard.NewBuilding, wizard.Target);
    }

    [Fact]
    public void Target_ExistingBuilding_NeedsOneToBeChosen()
    {
        var wizard = Filled("100", "マンション", "駐車場");
        wizard.IsNewBuilding = false;
        Assert.Equal(RoomWizard.BuildingStep, wizard.Reach);

        wizard.Existing = "b1";

        Assert.Equal(new BuildingId("b1"), wizard.Target);
        Assert.Equal(RoomWizard.ConfirmStep, wizard.Reach);
    }

    private static RoomWizard Filled(string contract, string building, string room)
    {
        var device = DeviceId.Parse("001122334455");
        var wizard = new RoomWizard { Contract = contract, Mac = "00-11-22-33-44-55", BuildingName = building, RoomName = room };
        if (contract.Length > 0)
            wizard.Accept(new ContractInfo(new ContractNumber(contract), new CustomerId("c1"), [device], null), device);

        return wizard;
    }
}
