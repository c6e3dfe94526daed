namespace Mihari.Web.Hosting;

/// <summary>Folders of the web host below the data folder, whose place the storage's section <c>Storage</c> names.</summary>
internal sealed class DataPaths(IConfiguration configuration)
{
    private readonly string _root = Path.GetFullPath(
        configuration["Storage:Folder"] is { Length: > 0 } folder ? folder : "data"); // An empty one is refused by the check of that section.

    /// <summary>The keys that sign session cookies; whoever reads them can make sessions.</summary>
    public string Keys => Path.Combine(_root, "keys");

    /// <summary>The demo property's agent configuration and sign-in.</summary>
    public string Demo => Path.Combine(_root, "demo");

    /// <summary>The sign-in of the first support account.</summary>
    public string Support => Path.Combine(_root, "support");

    /// <summary>Makes a folder that only this user may enter.</summary>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
