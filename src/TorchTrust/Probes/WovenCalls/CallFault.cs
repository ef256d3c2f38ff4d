namespace TorchTrust.Probes;

/// <summary>
/// A fault in one call of the user's own code, while it runs: the call is left out, repeated, or made with something else.
/// Installed by <see cref="WovenCode.Break"/>.
/// </summary>
internal sealed class CallFault
{
    private readonly Action<WovenCall> _apply;

    private CallFault(CallSite site, string description, Action<WovenCall> apply)
    {
        Site = site;
        Description = description;
        _apply = apply;
    }

    /// <summary>The call that is broken.</summary>
    public CallSite Site { get; }

    /// <summary>What it does, in words that follow "the program was broken so that it …".</summary>
    public string Description { get; }

    /// <summary>Leaves a call out.</summary>
    /// <exception cref="ArgumentException">The program needs what the call gives.</exception>
    public static CallFault LeaveOut(CallSite site) => CanLeaveOut(site)
        ? new CallFault(site, $"leaves out {site}", call => call.LeaveOut())
        : throw new ArgumentException($"{site.Member.DisplayName} cannot be left out: the program needs what it gives.", nameof(site));

    /// <summary>Whether a call can be left out.</summary>
    public static bool CanLeaveOut(CallSite site) => site.Member.LeftOut != LeftOut.Impossible;

    /// <summary>Makes a call several times.</summary>
    public static CallFault Repeat(CallSite site, int times = 2) =>
        new(site, $"makes {site} {times} times", call => call.Repeat(times));

    /// <summary>Makes a call with another argument.</summary>
    /// <param name="site">The call.</param>
    /// <param name="parameter">The name of the parameter; <see cref="WovenMember.This"/> for the object.</param>
    /// <param name="change">Gives the other argument, of the same type, from that of the user.</param>
    /// <exception cref="ArgumentException">The member has no such parameter.</exception>
    public static CallFault Change(CallSite site, string parameter, Func<object?, object?> change)
    {
        int index = site.Member.IndexOf(parameter);
        return index < 0
            ? throw new ArgumentException(
                $"{site.Member.DisplayName} has no parameter {parameter}; it has {string.Join(", ", site.Member.Parameters)}.",
                nameof(parameter))
            : new CallFault(
                site, $"changes the argument {parameter} of {site}", call => call.Arguments[index] = change(call.Arguments[index]));
    }

    /// <summary>Gives the program another result of a call than TorchSharp gave.</summary>
    public static CallFault ReplaceResult(CallSite site, Func<object?, object?> replace) =>
        new(site, $"replaces the result of {site}", call => call.ReplaceResult(replace));

    /// <summary>Breaks a call in a way of the caller's own.</summary>
    public static CallFault Of(CallSite site, string description, Action<WovenCall> apply) => new(site, description, apply);

    /// <summary>Breaks a call, if it is the one that is meant.</summary>
    public void ApplyTo(WovenCall call)
    {
        if (call.Member.Kind == Site.Kind && call.Site == Site)
        {
            _apply(call);
        }
    }
}
