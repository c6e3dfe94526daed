using System.Globalization;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Property;

/// <summary>A property in the data folder of one process, registered once and imported into the cluster of each drill.</summary>
internal sealed class KeptProperty
{
    private readonly string _data;

    private KeptProperty(string data) => _data = data;

    /// <summary>The one that is kept at a place; registered there first if need be.</summary>
    /// <exception cref="DrillFailedException">Something else is kept there.</exception>
    public static async Task<KeptProperty> At(string place, DrillOptions options, Report report)
    {
        if (options.Embedded)
            throw new DrillFailedException("--property is for the cluster profile");

        var folder = Directory.CreateDirectory(Path.GetFullPath(place)).FullName;
        var what = string.Create(CultureInfo.InvariantCulture, $"{options.Cameras} cameras, {options.PerRoom} a room, all told by mail");
        var label = Path.Combine(folder, "property.txt");
        if (File.Exists(label) && await File.ReadAllTextAsync(label) is var other && other != what)
            throw new DrillFailedException($"{folder} has {other}: another folder is needed for {what}");

        if (!File.Exists(label) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new DrillFailedException($"{folder} is not empty and has no whole property: delete it, or name another folder");

        await using var server = Topology.Embedded(folder, options);
        if (!File.Exists(label))
        {
            var from = Clock.Now;
            await server.Start();
            using var property = DrillProperty.Of(server, options);
            await DrillProperty.Register(property, server);
            await server.Stop();
            await File.WriteAllTextAsync(label, what);
            report.Measured("registering the property in one process", (Clock.Now - from).TotalSeconds, "s");
        }

        return new KeptProperty(server.Silos[0].Settings["Storage__Folder"]);
    }

    public async Task Import(Topology cluster, Report report)
    {
        var from = Clock.Now;
        await cluster.Import(_data);
        report.Measured("importing the property", (Clock.Now - from).TotalSeconds, "s");
    }
}
