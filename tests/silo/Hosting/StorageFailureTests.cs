using Microsoft.Extensions.DependencyInjection;
using Mihari.Silo.Hosting;
using Mihari.Storage;
using Orleans.Serialization;

namespace Mihari.Tests.Silo.Hosting;

/// <summary>What a web node learns of a silo's storage.</summary>
public sealed class StorageFailureTests
{
    [Fact]
    public void StorageUnavailable_BetweenPrograms_ArrivesWithItsWords()
    {
        var services = new ServiceCollection().AddSerializer();
        services.PassStorageFailures();
        using var provider = services.BuildServiceProvider();
        var serializer = provider.GetRequiredService<Serializer<Exception>>();

        var arrived = serializer.Deserialize(serializer.SerializeToArray(new StorageUnavailableException("the table is away", new TimeoutException("no answer"))));

        Assert.IsType<StorageUnavailableException>(arrived);
        Assert.Equal("the table is away", arrived!.Message);
    }
}
