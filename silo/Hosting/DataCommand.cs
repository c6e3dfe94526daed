using Mihari.Storage.Transfer;

namespace Mihari.Silo.Hosting;

/// <summary>Something that a program does with its data and then ends, instead of serving.</summary>
/// <param name="Name">The program's first argument.</param>
/// <param name="Option">The option that names the folder, <c>--to</c> or <c>--from</c>.</param>
/// <param name="Summary">For <c>--help</c>.</param>
/// <param name="Add">Registers what it needs.</param>
/// <param name="Run">Does it.</param>
internal sealed record DataCommand(
    string Name, string Option, string Summary, Action<IHostApplicationBuilder> Add, Func<IServiceProvider, string, TransferProgress, CancellationToken, Task> Run);
