using Mihari.Refusals;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Buildings;

/// <summary>Attempts whose page has more to say of some refusals than the general sentence.</summary>
internal static class Attempts
{
    /// <summary>Does it as <see cref="FormRun.Do"/>; where the page has a word of its own for the refusal, that one is shown.</summary>
    /// <param name="run">The form's run.</param>
    /// <param name="act">What the form asks for.</param>
    /// <param name="own">The page's word for a refusal; null: the general one.</param>
    public static async Task<bool> Do(this FormRun run, Func<Task> act, Func<RefusalException, FormError?> own)
    {
        FormError? said = null;
        var isDone = await run.Do(async () =>
        {
            try
            {
                await act();
            }
            catch (RefusalException refusal)
            {
                said = own(refusal);
                throw;
            }
        });
        if (said is not null)
            run.Refuse(said);

        return isDone;
    }

    /// <summary>Whether the thing itself is not there (any more).</summary>
    public static bool IsGone(this RefusalException refusal) => refusal is UnknownIdException or ConflictException { Clash: Clash.Deleted };
}
