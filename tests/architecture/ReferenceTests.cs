using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Mihari.Tests.Architecture;

/// <summary>The reference table of the design.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string[]> Table => new()
    {
        { "Mihari.Grains.Interfaces", [] },
        { "Mihari.Protocol", [] },
        { "Mihari.Grains", ["Mihari.Grains.Interfaces", "Mihari.Protocol"] },
        { "Mihari.Storage", ["Mihari.Grains.Interfaces"] },
        { "Mihari.Silo", ["Mihari.Grains.Interfaces", "Mihari.Protocol", "Mihari.Grains", "Mihari.Storage"] },
        { "Mihari.Web", ["Mihari.Grains.Interfaces", "Mihari.Silo"] },
        { "Mihari.Agent", ["Mihari.Protocol"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Project_UsesOnlyWhatTheDesignAllows(string project, string[] allowed)
    {
        var used = System.Reflection.Assembly.Load(project).GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => n.StartsWith("Mihari.", StringComparison.Ordinal));

        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void Web_UsesOfTheSiloOnlyItsHosting()
    {
        var architecture = new ArchLoader().LoadAssemblies(Product.Web, Product.Silo).Build();

        Types().That().ResideInAssembly(Product.Web)
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^Mihari\.Silo\.(?!Hosting).+"))
            .Because("the web talks to grains through their interfaces; the host call of the embedded profile aside")
            .Check(architecture);
    }

    [Fact]
    public void GrainsAndTheirStates_ArePrivateToTheirProject()
    {
        var exposed = Product.Grains.GetExportedTypes()
            .Where(t => typeof(Grain).IsAssignableFrom(t) || t.Name.EndsWith("State", StringComparison.Ordinal));

        Assert.Empty(exposed);
    }
}
