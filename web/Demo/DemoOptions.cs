namespace Mihari.Web.Demo;

/// <summary>The demo property (section <c>Demo</c>).</summary>
public sealed class DemoOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Demo";

    /// <summary>
    /// Registers a customer with two buildings, four rooms and four cameras at start, and writes the agent's configuration and
    /// the sign-in into <c>demo/</c> of the data folder. A further start finds all of it again. Default false.
    /// </summary>
    public bool Enabled { get; set; }
}
