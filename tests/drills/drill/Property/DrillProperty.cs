using System.Text.Json.Nodes;
using Mihari.Tests.Drills.Mails;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Property;

namespace Mihari.Tests.Drills.Property;

/// <summary>The property whose cameras are drilled.</summary>
internal static class DrillProperty
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static VirtualProperty Of(Topology topology, DrillOptions options) => new(
        () => [.. topology.Webs.Where(web => web.IsRunning).Select(web => web.Address!)], new PropertyShape("drill", options.Cameras, options.PerRoom));

    public static async Task Register(VirtualProperty property, Topology topology)
    {
        var (email, password) = await SupportSignIn(topology);
        await property.Register(email, password);
        foreach (var building in property.Buildings)
        {
            var path = $"api/v1/buildings/{building}/notifications";
            await property.Session.Put(topology.Webs[0].Address!, path + "/mail", new JsonObject { ["addresses"] = new JsonArray(Mailbox.Address), ["language"] = "en" });
            await property.Session.Put(topology.Webs[0].Address!, path + "/type", new JsonObject { ["type"] = "all" });
        }

        await property.Session.Consent(topology.Webs[0].Address!, await topology.Mails.ConsentLink());
    }

    /// <summary>The first web node that starts writes it into its folder.</summary>
    private static async Task<(string Email, string Password)> SupportSignIn(Topology topology)
    {
        string? Found() => topology.Webs.SelectMany(web => Directory.EnumerateFiles(web.Folder, "sign-in.json", SearchOption.AllDirectories)).FirstOrDefault();
        if (await Clock.Until(() => Found() is not null, Patience) is null)
            throw new DrillFailedException("no web node has written the sign-in of the first support account");

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Found()!))!;
        return ((string)file["email"]!, (string)file["password"]!);
    }
}
