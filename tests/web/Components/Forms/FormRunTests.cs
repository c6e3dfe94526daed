using Microsoft.Extensions.DependencyInjection;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;
using Xunit;

namespace Mihari.Tests.Web.Components.Forms;

public sealed class FormRunTests
{
    [Fact]
    public async Task Do_WhileBusy_DoesNothing()
    {
        var run = New();
        var gate = new TaskCompletionSource();
        var done = 0;

        var first = run.Do(() => Count(gate.Task));
        Assert.True(run.IsBusy);
        Assert.False(await run.Do(() => Count(Task.CompletedTask)));
        gate.SetResult();

        Assert.True(await first);
        Assert.Equal((1, false), (done, run.IsBusy));

        Task Count(Task until)
        {
            done++;
            return until;
        }
    }

    [Fact]
    public async Task Do_Refused_KeepsWhyUntilTheNext()
    {
        using var language = new Language("en-US");
        var run = New();

        Assert.False(await run.Do(() => throw new InvalidInputException("Email", "must be one", InputProblem.Email)));
        Assert.Equal(("Enter an e-mail address.", null, 1), (run.ErrorOf("email"), run.ErrorOf("name"), run.Failures));

        Assert.True(await run.Do(() => Task.CompletedTask));
        Assert.Null(run.ErrorOf("email"));
    }

    [Fact]
    public async Task Do_PageLeftMeanwhile_IsNoFailure() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => New().Do(() => throw new OperationCanceledException()));

    private static FormRun New() =>
        new ServiceCollection().AddLogging().AddLocalization().AddForms().BuildServiceProvider().GetRequiredService<FormRun>();
}
