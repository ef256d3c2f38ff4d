using TorchTrust.Checks;
using TorchTrust.Models.Checks.Pictures;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>
/// Looks at outputs, loss and gradients as built. Inside the model, infinities are common and right (a mask before a
/// softmax), and at the generic point a parameter may leave the range in which it makes sense: neither is judged.
/// </summary>
internal sealed class FiniteValues(ModelSession session, CheckContext context)
{
    private const int Batches = 3;

    private readonly List<Finding> _findings = [];
    private bool _isError;
    private string? _undecided;
    private IReadOnlyList<Picture> _pictures = [];

    private bool HasLoss => session.Subject.Loss is not null;

    /// <summary>
    /// Whether the whole model is known to have finite gradients with the fewest samples: in a trial they are enough then.
    /// </summary>
    private bool IsFiniteWithFew => session.KnownReach is { Count: > 0 } reach && !reach.Values.Contains(GradientReach.NotFinite);

    /// <summary>Decides.</summary>
    public CheckOutcome Decide()
    {
        for (int batch = 0; batch < Batches && GoesOn(); batch++)
        {
            using var scope = NewDisposeScope();
            ModelInputs inputs = IsFiniteWithFew ? session.InputsFor(context, batch) : session.Inputs(draw: batch);
            context.Step($"forward and backward pass {batch}");
            Look(inputs, batch, "", isDeclared: true);
            if (_findings.Count > 0 && !AreFinite(inputs) && !HoldsForFinite(inputs, batch))
            {
                return CheckOutcome.Inconclusive(
                    "The inputs that the recipe makes are not finite themselves, and neither is what the model makes of them.");
            }
        }

        if (_findings.Count == 0 && !context.IsTrial)
        {
            LookAtSpecialInputs();
        }

        return _findings.Count > 0
            ? CheckOutcome.Failed(_findings, _isError ? Severity.Error : Severity.Question).Showing(_pictures)
            : _undecided is { } reason ? CheckOutcome.Inconclusive(reason) : CheckOutcome.Passed;
    }

    private static bool AreFinite(ModelInputs inputs) =>
        !inputs.Leaves.Any(leaf => NonFiniteOrigin.HasNan(leaf.Tensor) || NonFiniteOrigin.HasInfinity(leaf.Tensor));

    /// <summary>
    /// An input of minus infinity is right where it is a mask; what comes out of it speaks against the model only if it comes out
    /// of finite numbers, too.
    /// </summary>
    private bool HoldsForFinite(ModelInputs inputs, int batch)
    {
        _findings.Clear();
        _isError = false;
        try
        {
            Look(inputs.With((_, tensor) => tensor.nan_to_num()), batch, "", isDeclared: true);
        }
        catch (AlteredSubjectException)
        {
            return false;
        }

        return _findings.Count > 0;
    }

    /// <summary>After the first batch that shows something, others would only repeat it.</summary>
    private bool GoesOn() => _findings.Count == 0;

    private void Look(ModelInputs inputs, long noise, string given, bool isDeclared)
    {
        foreach (ForwardMode mode in new[] { ForwardMode.Training, ForwardMode.Eval })
        {
            if (mode == ForwardMode.Training)
            {
                GradientFlow.Clear(session);
                (ForwardResult trained, Func<Tensor?> start) = GradientFlow.Forward(session, inputs, noise);
                string? undecided = _undecided;
                LookAtOutputs(inputs, trained, mode, noise, given, isDeclared);
                if (undecided != _undecided)
                {
                    // What was not finite by chance would show in its gradients.
                    (trained, start) = GradientFlow.Forward(session, inputs, noise);
                }

                if (_findings.Count == 0)
                {
                    LookAtGradients(inputs, trained, start, noise, given, isDeclared);
                }
            }
            else
            {
                LookAtOutputs(inputs, session.Run(inputs, mode, noise), mode, noise, given, isDeclared);
            }

            if (_findings.Count > 0)
            {
                _pictures = context.IsTrial
                    ? []
                    : ActivationPictures.Draw(session, () => session.Run(inputs, mode, noise), _findings[0].Module);
                return;
            }
        }
    }

    private void LookAtOutputs(ModelInputs inputs, ForwardResult result, ForwardMode mode, long noise, string given, bool isDeclared)
    {
        foreach ((string path, Tensor tensor) in result.Leaves)
        {
            bool isNan = NonFiniteOrigin.HasNan(tensor);
            if (!isNan && !NonFiniteOrigin.HasInfinity(tensor))
            {
                continue;
            }

            Func<Tensor, bool> isBad = isNan ? NonFiniteOrigin.HasNan : NonFiniteOrigin.HasInfinity;
            bool again = (context.IsTrial && context.Measured.IsSteady(Facet.Repeatability))
                || session.Run(inputs, mode, noise).Leaves.Any(leaf => leaf.Path == path && isBad(leaf.Tensor));
            if (!again)
            {
                _undecided =
                    $"An output was {(isNan ? "NaN" : "infinite")} once and not again with the same input and seed: it depends on memory "
                        + "that nobody wrote.";
                continue;
            }

            string? origin = context.IsTrial ? null : NonFiniteOrigin.Forward(session, () => session.Run(inputs, mode, noise), isBad);
            string what = isNan
                ? "is NaN"
                : "is infinite; where that is on purpose (a mask over logits), switch this check off with that reason";
            Add(
                $"{given}the output{path} in {(mode == ForwardMode.Eval ? "eval" : "training")} mode {what}{Cause(origin)}",
                origin,
                isError: isNan && isDeclared);
        }
    }

    private void LookAtGradients(ModelInputs inputs, ForwardResult result, Func<Tensor?> start, long noise, string given, bool isDeclared)
    {
        if (HasLoss && session.Scalar(inputs, result) is { } loss && (NonFiniteOrigin.HasNan(loss) || NonFiniteOrigin.HasInfinity(loss)))
        {
            Add($"{given}the declared loss is {Numbers.Short(loss.detach().sum().to(ScalarType.Float64).item<double>())}, although every "
                + "output is finite", "", isDeclared);
            return;
        }

        IReadOnlyDictionary<string, GradientReach>? reach = GradientFlow.ReadBack(
            session, start(), isEnough: (_, reach) => context.FirstFindingDecides && reach == GradientReach.NotFinite);
        string[] bad = [.. (reach ?? new Dictionary<string, GradientReach>()).Where(entry => entry.Value == GradientReach.NotFinite)
            .Select(entry => entry.Key)];
        if (bad.Length == 0)
        {
            return;
        }

        (string Module, string Where)? origin = context.IsTrial ? null : LocateBackward(inputs, noise);
        foreach (string path in bad)
        {
            string of = HasLoss ? "of the declared loss" : "of the outputs (declare the loss to know whether it matters)";
            Add($"{given}all values are finite on the way forward, but the gradient {of} in {path} is not"
                + (origin is { } place ? $"; it arises {place.Where}" : ""), origin?.Module, isError: HasLoss && isDeclared, path);
        }
    }

    /// <summary>A declared range says that its ends and zero may occur: whole samples of them are rare, so it is a question.</summary>
    private void LookAtSpecialInputs()
    {
        if (session.Subject.Facts.InputRange is not { } range)
        {
            return;
        }

        double[] values = [range.Minimum, range.Maximum, .. range is { Minimum: < 0, Maximum: > 0 } ? [0.0] : Array.Empty<double>()];
        foreach (double value in values)
        {
            using var scope = NewDisposeScope();
            context.Step($"a sample of nothing but {Numbers.Short(value)}");
            ModelInputs inputs = session.Inputs();
            ModelInputs constant = inputs.WithEach(tensor => tensor.is_floating_point() ? full_like(tensor, value) : tensor);
            ModelInputs special = session.OwnInput(0).Replace(inputs, constant);
            try
            {
                Look(special, 0, $"if a sample is {Numbers.Short(value)} everywhere, ", isDeclared: false);
            }
            catch (AlteredSubjectException)
            {
                // To refuse such a sample is right.
            }

            if (_findings.Count > 0)
            {
                return;
            }
        }
    }

    private (string Module, string Where)? LocateBackward(ModelInputs inputs, long noise)
    {
        try
        {
            return NonFiniteOrigin.Backward(session, inputs, noise);
        }
        catch (SubjectException)
        {
            // Aliases of outputs are not what every model takes; then the place stays unnamed.
            return null;
        }
    }

    private string Cause(string? origin)
    {
        if (origin is null)
        {
            return "";
        }

        string? parameter = session.PersistentState
            .Where(entry => entry.Path.StartsWith(ObjectGraph.Join(origin, ""), StringComparison.Ordinal)
                && !entry.Tensor.detach().isfinite().all().item<bool>())
            .Select(entry => entry.Path).FirstOrDefault();
        return $"; it arises in {NonFiniteOrigin.Name(origin)}{(parameter is null ? "" : $", whose {parameter} is not finite itself")}";
    }

    private void Add(string what, string? module, bool isError, string? parameter = null)
    {
        _isError |= isError;
        _findings.Add(new Finding(what) { Module = module, Parameter = parameter });
    }
}
