namespace Mihari.Tests.System.Network;

/// <summary>A fact that needs a network namespace; skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = NetworkNamespace.Obstacle;
}
