using System.Xml.Linq;
using Mihari.Storage.Azure;

namespace Mihari.Tests.Storage.Azure;

/// <summary>The keys of sessions, which all web nodes have to know of each other.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class SessionKeyTests(AzuriteProcess azurite)
{
    [Fact]
    public async Task Keys_OfNodesThatStartTogether_AreOne()
    {
        await using var account = await AzureFixture.Open(azurite.Options());
        var nodes = Enumerable.Range(0, 4).Select(node => (Name: $"key-{node}", Keys: new AzureKeyRepository(account.Clients))).ToList();

        await Task.WhenAll(nodes.Select(node => Task.Factory.StartNew(
            () => node.Keys.StoreElement(new XElement("key", node.Name), node.Name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var kept = Assert.Single(account.Keys.GetAllElements());
        Assert.All(nodes, node => Assert.Equal(kept.Value, Assert.Single(node.Keys.GetAllElements()).Value));
    }

    [Fact]
    public async Task Key_ThatFollows_IsKeptBesideTheFirst()
    {
        await using var account = await AzureFixture.Open(azurite.Options());

        account.Keys.StoreElement(new XElement("key", "one"), "key-one");
        account.Keys.StoreElement(new XElement("key", "two"), "key-two");

        Assert.Equal(["one", "two"], account.Keys.GetAllElements().Select(key => key.Value).Order(StringComparer.Ordinal));
    }
}
