using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mihari.Identifiers;
using Mihari.Silo.Hosting;
using Mihari.Web.Hosting;

namespace Mihari.Web.Demo;

/// <summary>
/// The demo's secrets, in files that only this user may read: <c>sign-in.json</c> (email, password) and <c>agent.json</c>
/// (the edge agent's configuration with the device keys). They are made once, before anything is registered with them, and
/// made again from <c>keys/demo.json</c> where they have been lost: the server keeps hashes alone and takes no other ones.
/// A file that can't be read, and a secret that is registered and in none of the files, end the program with a line that
/// says what to do.
/// </summary>
internal sealed class DemoFiles(DataPaths paths, IConfiguration configuration)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const long CardBytes = 256L << 20;

    private static readonly JsonNodeOptions Names = new() { PropertyNameCaseInsensitive = true };

    /// <summary>What the agent reads too.</summary>
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Shape = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Read by programs, never by a browser.
    };

    private string SignIn => Path.Combine(paths.Demo, "sign-in.json");

    private string Agent => Path.Combine(paths.Demo, "agent.json");

    /// <summary>What has been registered, in a place of its own: neither the sign-in nor the agent's file can then be lost or edited to harm.</summary>
    private string Registered => Path.Combine(paths.Keys, "demo.json");

    /// <summary>The password: the one that is known, or a new one that then is in the files.</summary>
    /// <param name="isRegistered">The account has a password, so that a new one would be none.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<string> Password(bool isRegistered, CancellationToken cancel)
    {
        var registered = await Recall(cancel);
        var signIn = await Read(SignIn, cancel);
        var known = Text(registered, "password") ?? Text(signIn, "password");
        if (known is null && isRegistered)
            throw Lost("the demo's password");

        var password = known ?? $"{Random(4)}-{Random(4)}-{Random(4)}-{Random(4)}";
        if (Text(registered, "password") is null)
        {
            registered["password"] = password;
            await Write(Registered, registered, cancel);
        }

        if (Text(signIn, "password") != password)
            await Write(SignIn, new JsonObject { ["email"] = DemoProperty.Email, ["password"] = password }, cancel);

        return password;
    }

    /// <summary>
    /// The device keys: those that are known, new ones for devices without. The agent's file gets address, folder, and devices
    /// and keys that it lacks; the rest of it is the user's to edit.
    /// </summary>
    /// <param name="areRegistered">The devices that have a key, so that a new one would be none.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyDictionary<DeviceId, string>> Keys(IReadOnlySet<DeviceId> areRegistered, CancellationToken cancel)
    {
        var registered = await Recall(cancel);
        var file = await Read(Agent, cancel) ?? new JsonObject(Names);
        var before = file.DeepClone();
        var agent = Child(file, "Agent", () => new JsonObject(Names), Agent);
        var cameras = Child(agent, "Cameras", () => new JsonArray(), Agent);
        var recalled = Child(registered, "keys", () => new JsonObject(), Registered);
        var keys = new Dictionary<DeviceId, string>();
        foreach (var camera in DemoProperty.Cameras)
        {
            var entry = cameras.OfType<JsonObject>().FirstOrDefault(c => Text(c, "DeviceId") == camera.Device.Value);
            if (entry is null)
                cameras.Add(entry = new JsonObject(Names) { ["DeviceId"] = camera.Device.Value });

            var known = Text(recalled, camera.Device.Value) ?? Text(entry, "Key");
            if (known is null && areRegistered.Contains(camera.Device))
                throw Lost($"the key of the demo's camera {camera.Device}");

            var key = known ?? Random(40);
            keys[camera.Device] = key;
            recalled[camera.Device.Value] = key;
            entry["Key"] = key;
            entry["Source"] ??= FormattableString.Invariant($"synthetic:seed={camera.Seed}");
            entry["Capacity"] ??= CardBytes;
        }

        agent["Server"] = Gateway();
        agent["DataFolder"] = Path.Combine(paths.Demo, "agent");
        await Write(Registered, registered, cancel);
        if (!JsonNode.DeepEquals(file, before) || !File.Exists(Agent))
            await Write(Agent, file, cancel);

        return keys;
    }

    private async Task<JsonObject> Recall(CancellationToken cancel)
    {
        DataPaths.MakePrivate(paths.Demo);
        DataPaths.MakePrivate(paths.Keys);
        return await Read(Registered, cancel) ?? new JsonObject(Names);
    }

    /// <summary>The device gateway's address, by its section <c>Gateway</c>.</summary>
    private string Gateway()
    {
        var address = configuration["Gateway:Address"] is { Length: > 0 } given && given is not ("0.0.0.0" or "::") ? given : "127.0.0.1";
        return $"mqtt://{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{configuration["Gateway:Port"] ?? "1883"}";
    }

    private static string Random(int length) => RandomNumberGenerator.GetString(Letters, length);

    private static string? Text(JsonObject? of, string name) =>
        of?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>Something else under this name is somebody's edit: it is not overwritten.</summary>
    private static T Child<T>(JsonObject of, string name, Func<T> make, string path)
        where T : JsonNode
    {
        if (of[name] is T known)
            return known;

        if (of[name] is not null)
            throw Unreadable(path, $"{name} must be {(typeof(T) == typeof(JsonArray) ? "a list [ … ]" : "an object { … }")}");

        var made = make();
        of[name] = made;
        return made;
    }

    private static async Task<JsonObject?> Read(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
            return null;

        try
        {
            await using var file = File.OpenRead(path);
            return await JsonNode.ParseAsync(file, Names, Lenient, cancel) as JsonObject ?? throw Unreadable(path, "it must be an object { … }");
        }
        catch (JsonException e)
        {
            throw Unreadable(path, FormattableString.Invariant($"line {e.LineNumber + 1}: {e.Message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.')}"), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message.TrimEnd('.'), e);
        }
    }

    private static StartupRefusedException Unreadable(string path, string why, Exception? inner = null) =>
        new($"the demo's file {path} cannot be read ({why}): mend it, or delete it to have it written anew", inner);

    private StartupRefusedException Lost(string what) => new(
        $"{what} is lost: it was in {paths.Demo} and in {Registered} alone, as the database keeps only hashes. Restore one of them from a backup,"
        + $" or delete {Path.GetDirectoryName(paths.Demo)} to begin with a new demo");

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
