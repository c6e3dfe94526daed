using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Forms;

/// <summary>
/// Does what a form asks for, once at a time, and keeps why it was refused; what was typed stays. Injected; each form has its own:
/// <c>if (await Run.Do(() =&gt; grain.Change(…))) Navigation.NavigateTo(…)</c>.
/// </summary>
public sealed partial class FormRun(RefusalTexts texts, ILogger<FormRun> logger)
{
    /// <summary>Whether it is doing so now; buttons are disabled meanwhile.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>How often it was refused.</summary>
    public int Failures { get; private set; }

    /// <summary>Why it was refused the last time.</summary>
    public ImmutableArray<FormError> Errors { get; private set; } = [];

    /// <summary>The sentence below a field; null where it was not the reason.</summary>
    public string? ErrorOf(string field) =>
        Errors.FirstOrDefault(error => string.Equals(error.Field, field, StringComparison.OrdinalIgnoreCase))?.Text;

    /// <summary>True when it is done. False when it was refused, and at once while an earlier one is still being done.</summary>
    public async Task<bool> Do(Func<Task> action)
    {
        if (IsBusy)
            return false;

        (IsBusy, Errors) = (true, []);
        try
        {
            await action();
            return true;
        }
        catch (Exception error) when (error is not NavigationException && !PortalScript.IsPageGone(error))
        {
            if (error is not (RefusalException or SessionEndedException))
                DidNotSucceed(logger, error);

            Refuse(texts.For(error));
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Refuses what the page itself sees to be wrong.</summary>
    public void Refuse(params ImmutableArray<FormError> errors)
    {
        Errors = errors;
        Failures++;
    }

    /// <summary>True where no field breaks its rule; else all that do are told at once.</summary>
    public bool Passes(params ReadOnlySpan<(string Field, BrokenRule? Broken)> fields)
    {
        var errors = ImmutableArray.CreateBuilder<FormError>();
        foreach (var (field, broken) in fields)
        {
            if (broken is not null)
                errors.Add(new FormError(field, texts.Input(broken.Problem, broken.Detail)));
        }

        if (errors.Count > 0)
            Refuse(errors.ToImmutable());

        return errors.Count == 0;
    }

    /// <summary>Forgets why it was refused; for going back a step, or a form that is opened anew.</summary>
    public void Clear() => Errors = [];

    [LoggerMessage(EventId = 6301, Level = LogLevel.Warning, Message = "What a form asked for could not be done")]
    private static partial void DidNotSucceed(ILogger logger, Exception error);
}
