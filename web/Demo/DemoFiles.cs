using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mihari.Identifiers;
using Mihari.Web.Hosting;

namespace Mihari.Web.Demo;

/// <summary>
/// The demo's secrets, in files that only this user may read: <c>sign-in.json</c> (email, password) and <c>agent.json</c>
/// (the edge agent's configuration with the device keys). They are made once, before anything is registered with them.
/// </summary>
internal sealed class DemoFiles(DataPaths paths, IConfiguration configuration)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const long CardBytes = 256L << 20;

    private static readonly JsonSerializerOptions Shape = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Read by programs, never by a browser.
    };

    private string SignIn => Path.Combine(paths.Demo, "sign-in.json");

    private string Agent => Path.Combine(paths.Demo, "agent.json");

    /// <summary>The password: the one in the file, or a new one that then is in the file.</summary>
    public async Task<string> Password(CancellationToken cancel)
    {
        DataPaths.MakePrivate(paths.Demo);
        if (await Read(SignIn, cancel) is { } known && (string?)known["password"] is { Length: > 0 } password)
            return password;

        var made = $"{Random(4)}-{Random(4)}-{Random(4)}-{Random(4)}";
        await Write(SignIn, new JsonObject { ["email"] = DemoProperty.Email, ["password"] = made }, cancel);
        return made;
    }

    /// <summary>The device keys: those in the file, new ones for devices that are not in it. Address and folder are written anew.</summary>
    public async Task<IReadOnlyDictionary<DeviceId, string>> Keys(CancellationToken cancel)
    {
        var known = (await Read(Agent, cancel))?["Agent"]?["Cameras"]?.AsArray() ?? [];
        var keys = DemoProperty.Cameras.ToDictionary(
            camera => camera.Device,
            camera => known.Where(k => (string?)k?["DeviceId"] == camera.Device.Value).Select(k => (string?)k!["Key"]).FirstOrDefault() ?? Random(40));
        var cameras = DemoProperty.Cameras.Select((camera, i) => (JsonNode)new JsonObject
        {
            ["DeviceId"] = camera.Device.Value,
            ["Key"] = keys[camera.Device],
            ["Source"] = FormattableString.Invariant($"synthetic:seed={i + 1}"),
            ["Capacity"] = CardBytes,
        });
        await Write(
            Agent,
            new JsonObject
            {
                ["Agent"] = new JsonObject
                {
                    ["Server"] = Gateway(),
                    ["DataFolder"] = Path.Combine(paths.Demo, "agent"),
                    ["Cameras"] = new JsonArray([.. cameras]),
                },
            },
            cancel);
        return keys;
    }

    /// <summary>The device gateway's address, by its section <c>Gateway</c>.</summary>
    private string Gateway()
    {
        var address = configuration["Gateway:Address"] is { Length: > 0 } given && given is not ("0.0.0.0" or "::") ? given : "127.0.0.1";
        return $"mqtt://{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{configuration["Gateway:Port"] ?? "1883"}";
    }

    private static string Random(int length) => RandomNumberGenerator.GetString(Letters, length);

    private static async Task<JsonNode?> Read(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
            return null;

        await using var file = File.OpenRead(path);
        return await JsonNode.ParseAsync(file, cancellationToken: cancel);
    }

    /// <summary>Whole or not at all: a file torn by a crash would lose keys that are registered already.</summary>
    private static async Task Write(string path, JsonObject content, CancellationToken cancel)
    {
        var part = path + ".part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using (var file = new FileStream(part, options))
        {
            await JsonSerializer.SerializeAsync(file, content, Shape, cancel);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }
}
