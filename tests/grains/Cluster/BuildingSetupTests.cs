using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Buildings and rooms come about, change and go (manual 1.3).</summary>
[Collection(ClusterCollection.Name)]
public sealed class BuildingSetupTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Create_WithItsFirstRoom_ShowsBothAndRepeatedChangesNothing()
    {
        var property = await Property.Create(cluster);
        var contract = await property.Ship();
        var building = cluster.Client.GetGrain<IBuildingSetup>(Property.NewId());
        var room = contract.Room("駐車場");

        await building.Create(property.Administrator, property.Customer, "新しい建物", room);
        await building.Create(property.Administrator, property.Customer, "新しい建物", room);

        var list = await building.GetRooms(property.Viewer);
        Assert.Equal(("新しい建物", "駐車場", contract.Number), (list.Name, Assert.Single(list.Rooms).Name, list.Rooms[0].Contract));
        Assert.Contains((await property.Portfolio()).Items, b => b.Name == "新しい建物");
    }

    [Fact]
    public async Task Create_WithAContractThatHasARoom_LeavesNothingBehind()
    {
        var property = await Property.Create(cluster);
        var id = Property.NewId();
        var building = cluster.Client.GetGrain<IBuildingSetup>(id);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => building.Create(
            property.Administrator, property.Customer, "二重", property.NewRoom("入口") with { Room = new RoomId(Property.NewId()) }));

        Assert.Equal(Clash.HasRoom, refused.Clash);
        await Assert.ThrowsAsync<UnknownIdException>(() => building.GetRooms(property.Administrator));
        Assert.DoesNotContain((await property.Portfolio()).Items, b => b.Building.Value == id);
    }

    [Fact]
    public async Task AddRoom_WithAnothersContractOrAForeignDevice_AnswersLikeAnUnknownContract()
    {
        var mine = await Property.Create(cluster);
        var theirs = await Property.Create(cluster);
        var ours = await mine.Ship();
        var foreign = await theirs.Ship();

        var messages = new List<string>();
        foreach (var room in new[] { foreign.Room("x"), ours.Room("x") with { Device = foreign.Device }, ours.Room("x") with { Contract = new ContractNumber("SP-0") } })
            messages.Add((await Assert.ThrowsAsync<UnknownIdException>(() => mine.Setup.AddRoom(mine.Administrator, room))).Message);

        Assert.Single(messages.Distinct());
        Assert.Single((await mine.Setup.GetRooms(mine.Viewer)).Rooms);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("evil\u202Ename")]
    [InlineData("bell\u0007")]
    public async Task Rename_ToWhatIsNoName_NamesTheFieldAndChangesNothing(string name)
    {
        var property = await Property.Create(cluster);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => property.Setup.Rename(property.Administrator, "用賀マンション", name));

        Assert.Equal("name", refused.Field);
        Assert.Equal("用賀マンション", (await property.Setup.GetRooms(property.Viewer)).Name);
    }

    [Fact]
    public async Task Rename_ToWhatIsTooLong_IsRefusedAndEmojiOrMarkupAreNames()
    {
        var property = await Property.Create(cluster);
        await Assert.ThrowsAsync<InvalidInputException>(() => property.Setup.Rename(property.Administrator, "用賀マンション", new string('あ', 10_000)));

        await property.Setup.Rename(property.Administrator, "用賀マンション", "🏢👨‍👩‍👧 <script>alert(1)</script>");

        Assert.Equal("🏢👨‍👩‍👧 <script>alert(1)</script>", (await property.Setup.GetRooms(property.Viewer)).Name);
    }

    [Fact]
    public async Task Rename_OfWhatSomebodyElseRenamed_SaysWhatItIsNow()
    {
        var property = await Property.Create(cluster);
        await property.Setup.Rename(property.Administrator, "用賀マンション", "二子玉川");
        await property.Setup.RenameRoom(property.Administrator, property.Room, "エントランス", "ごみ集積場");

        var building = await Assert.ThrowsAsync<ConflictException>(() => property.Setup.Rename(property.Administrator, "用賀マンション", "桜新町"));
        var room = await Assert.ThrowsAsync<ConflictException>(() => property.Setup.RenameRoom(property.Administrator, property.Room, "エントランス", "駐車場"));
        var gone = await Assert.ThrowsAsync<ConflictException>(() => property.Setup.Delete(property.Administrator, "用賀マンション"));

        Assert.Equal((Clash.ChangedMeanwhile, "二子玉川"), (building.Clash, building.Detail));
        Assert.Equal((Clash.ChangedMeanwhile, "ごみ集積場"), (room.Clash, room.Detail));
        Assert.Equal("二子玉川", gone.Detail);
        var card = Assert.Single((await property.BuildingGrain.GetDashboard(property.Viewer)).Cameras.Items);
        Assert.Equal("ごみ集積場", card.RoomName);
    }

    [Fact]
    public async Task DeleteRoom_HidesRoomAndCameras_KeepsTheConnection_AndFreesTheContract()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();

        await property.Setup.DeleteRoom(property.Administrator, property.Room, "エントランス");

        Assert.Empty((await property.Setup.GetRooms(property.Viewer)).Rooms);
        Assert.Empty((await property.BuildingGrain.GetDashboard(property.Viewer)).Cameras.Items);
        await Assert.ThrowsAsync<UnknownIdException>(() => property.Camera().Get(property.Administrator));
        await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<IRoomGrain>(property.Room.Value).Get(property.Administrator));
        Assert.True(cluster.Devices.IsListening(property.Cameras[0], epoch));

        var again = property.NewRoom("エントランス") with { Room = new RoomId(Property.NewId()) };
        await property.Setup.AddRoom(property.Administrator, again);
        Assert.Single((await property.Setup.GetRooms(property.Viewer)).Rooms);
    }

    [Fact]
    public async Task Delete_OfABuilding_IsUndoneBySupportWithAllThatStoodInIt()
    {
        var property = await Property.Create(cluster);
        await property.Setup.Delete(property.Administrator with { Name = "管理 花子" }, "用賀マンション");
        Assert.Empty((await property.Portfolio()).Items);
        await Assert.ThrowsAsync<UnknownIdException>(() => property.BuildingGrain.GetDashboard(property.Administrator));

        var desk = cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value);
        var removed = Assert.Single(await desk.GetRemoved(Property.Provider));
        Assert.Equal((RemovedKind.Building, "用賀マンション", "管理 花子"), (removed.Kind, removed.Name, removed.By));
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Restore(property.Administrator, removed.Kind, removed.Id));
        await desk.Restore(Property.Provider, removed.Kind, removed.Id);

        Assert.Equal("エントランス", Assert.Single((await property.Setup.GetRooms(property.Viewer)).Rooms).Name);
        Assert.Single((await property.BuildingGrain.GetDashboard(property.Viewer)).Cameras.Items);
        Assert.Single((await property.Portfolio()).Items);
        Assert.Empty(await desk.GetRemoved(Property.Provider));
        await Assert.ThrowsAsync<UnknownIdException>(() => desk.Restore(Property.Provider, removed.Kind, removed.Id));
    }

    [Fact]
    public async Task Restore_OfARoomWhoseContractHasAnotherOne_IsAConflictAndChangesNothing()
    {
        var property = await Property.Create(cluster);
        await property.Setup.DeleteRoom(property.Administrator, property.Room, "エントランス");
        await property.Setup.AddRoom(property.Administrator, property.NewRoom("別の部屋") with { Room = new RoomId(Property.NewId()) });

        var refused = await Assert.ThrowsAsync<ConflictException>(
            () => cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).Restore(Property.Provider, RemovedKind.Room, property.Room.Value));

        Assert.Equal(Clash.HasRoom, refused.Clash);
        Assert.Equal("別の部屋", Assert.Single((await property.Setup.GetRooms(property.Viewer)).Rooms).Name);
    }

    [Fact]
    public async Task MoveRoom_TakesDevicesAndNameAlong_AndRepeatedChangesNothing()
    {
        var property = await Property.Create(cluster);
        var to = new BuildingId(Property.NewId());
        var target = cluster.Client.GetGrain<IBuildingSetup>(to.Value);
        await target.Create(property.Administrator, property.Customer, "移行先", null);

        await property.Setup.MoveRoom(property.Administrator, property.Room, to);

        Assert.Empty((await property.Setup.GetRooms(property.Viewer)).Rooms);
        Assert.Empty((await property.BuildingGrain.GetDashboard(property.Viewer)).Cameras.Items);
        Assert.Equal("エントランス", Assert.Single((await target.GetRooms(property.Viewer)).Rooms).Name);
        Assert.Equal(to, (await property.Camera().Get(property.Viewer)).Building);
        var card = Assert.Single((await cluster.Client.GetGrain<IBuildingGrain>(to.Value).GetDashboard(property.Viewer)).Cameras.Items);
        Assert.Equal(property.Cameras[0], card.Camera);
        await Assert.ThrowsAsync<UnknownIdException>(() => property.Setup.MoveRoom(property.Administrator, property.Room, to));
    }

    [Fact]
    public async Task MoveRoom_ToAnothersBuilding_AnswersLikeAnUnknownOne()
    {
        var mine = await Property.Create(cluster);
        var theirs = await Property.Create(cluster);

        var foreign = await Assert.ThrowsAsync<UnknownIdException>(() => mine.Setup.MoveRoom(mine.Administrator, mine.Room, theirs.Building));
        var unknown = await Assert.ThrowsAsync<UnknownIdException>(() => mine.Setup.MoveRoom(mine.Administrator, mine.Room, new BuildingId("nowhere")));

        Assert.Equal(unknown.Message, foreign.Message);
        Assert.Single((await mine.Setup.GetRooms(mine.Viewer)).Rooms);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task Changes_ByWhoMayOnlyLook_AreNotPermitted(Role role)
    {
        var property = await Property.Create(cluster);
        var by = property.Viewer with { Role = role };

        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.Rename(by, "用賀マンション", "x"));
        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.Delete(by, "用賀マンション"));
        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.RenameRoom(by, property.Room, "エントランス", "x"));
        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.DeleteRoom(by, property.Room, "エントランス"));
        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.MoveRoom(by, property.Room, property.Building));
        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.AddRoom(by, property.NewRoom("x")));
    }
}
