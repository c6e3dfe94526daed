using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

/// <summary>One host for all tests that need nothing special; each takes devices of its own.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayCollection : ICollectionFixture<GatewayHost>
{
    public const string Name = "gateway";
}
