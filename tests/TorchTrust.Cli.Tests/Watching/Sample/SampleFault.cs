namespace TorchTrust.Cli.Tests.Watching.Sample;

/// <summary>
/// A fault in a copy of the sample: texts that are replaced, each of which stands there once, and the rule that finds it.
/// </summary>
/// <param name="Name">What the switch of the copy is set to.</param>
/// <param name="Rule">The rule; null where nothing is to be found.</param>
/// <param name="Edits">What is replaced; the line with <see cref="Mark"/> is the one that a finding names.</param>
internal sealed record SampleFault(string Name, string? Rule, params (string File, string Old, string New)[] Edits)
{
    /// <summary>What the line of a fault says.</summary>
    public string Mark => $"// FAULT {Name}";

    /// <summary>All of them; each is behind its switch, so that one build serves all.</summary>
    public static IReadOnlyList<SampleFault> All { get; } =
    [
        new("none", null),

        // The sample's models compute the same in both modes. With dropout they do not, and that is no fault yet.
        new("dropout", null, (
            "Models/MlpVae.cs",
            "            Linear(128, 2 * latentSize));",
            "            Dropout(Switch.Is(\"dropout\") || Switch.Is(\"no-eval\") ? 0.1 : 0),\n            Linear(128, 2 * latentSize));")),
        new("no-clearing", "watch-gradients-cleared",
            (
                "Training/TrainingStep.cs",
                "        model.zero_grad();\n        LossTerms terms",
                "        if (!Switch.Is(\"no-clearing\")) { model.zero_grad(); }\n        LossTerms terms"),
            (
                "Training/TrainingStep.cs",
                "        terms.Total.backward();\n",
                "        terms.Total.backward(); // FAULT no-clearing, // FAULT kept-graphs\n")),
        new("no-eval", "watch-evaluation-mode",
            (
                "Training/Evaluator.cs",
                "            model.eval();\n",
                "            if (!Switch.Is(\"no-eval\")) { model.eval(); }\n"),
            (
                "Training/Evaluator.cs",
                "                    LossTerms terms = loss.Compute(model.call(inputs), inputs);\n",
                "                    LossTerms terms = loss.Compute(model.call(inputs), inputs); "
                    + "// FAULT no-eval, // FAULT test-in-training\n")),
        new("seed-in-loop", "watch-noise-is-new", (
            "Training/Trainer.cs",
            "                last = Take(batch);\n",
            "                if (Switch.Is(\"seed-in-loop\")) { _noise.manual_seed(1); } // FAULT seed-in-loop\n"
                + "                last = Take(batch);\n")),
        new("test-in-training", "watch-evaluation-data-are-new", (
            "Data/MnistData.cs",
            "        long trainCount =",
            """
                    if (MnistVae.Switch.Is("test-in-training"))
                    {
                        trainFiles = new MnistFiles(cat([trainFiles.Pixels, testFiles.Pixels]), cat([trainFiles.Labels, testFiles.Labels]));
                    }

                    long trainCount =
            """)),
        new("frozen-encoder", "watch-frozen-stays", (
            "Training/Trainer.cs",
            "        _optimizer = _parts.CreateOptimizer(model, options.LearningRate);\n",
            """
                    foreach ((string name, Parameter parameter) in model.named_parameters())
                    {
                        if (Switch.Is("frozen-encoder") && name.StartsWith("encoder", StringComparison.Ordinal))
                        {
                            parameter.requires_grad = false; // FAULT frozen-encoder
                        }
                    }

                    _optimizer = _parts.CreateOptimizer(model, options.LearningRate);
                    if (Switch.Is("early-optimizer")) { model.to(options.Device); } // FAULT early-optimizer
                    if (Switch.Is("idle-schedule")) { _ = optim.lr_scheduler.StepLR(_optimizer, 1, 0.9); } // FAULT idle-schedule
                    Evaluator.Optimizer = _optimizer;

            """)),
        new("early-optimizer", "watch-optimizer-is-current",
            (
                "Training/Trainer.cs",
                "        model.to(options.Device);\n        _noise",
                "        if (!Switch.Is(\"early-optimizer\")) { model.to(options.Device); }\n        _noise"),
            (
                "Run/RunParts.cs",
                "            return model.to(device);",
                "            return Switch.Is(\"early-optimizer\") ? model : model.to(device);")),
        new("clip-late", "watch-clipping-acts", (
            "Training/TrainingStep.cs",
            "            optimizer.step();\n",
            """
                        optimizer.step();
                        if (Switch.Is("clip-late")) { nn.utils.clip_grad_norm_(model.parameters(), 1.0); } // FAULT clip-late

            """)),
        new("idle-schedule", "watch-schedule-is-stepped"),
        new("kept-graphs", "watch-graphs-are-freed",
            (
                "Training/TrainingStep.cs",
                "    private readonly Parameter[] _parameters",
                "    private readonly List<Tensor> _history = [];\n    private readonly Parameter[] _parameters"),
            (
                "Training/TrainingStep.cs",
                "        StepResult result = Read(terms);\n",
                "        StepResult result = Read(terms);\n"
                    + "        if (Switch.Is(\"kept-graphs\")) { _history.Add(terms.Total.DetachFromDisposeScope()); }\n")),
        new("evaluation-trains", "watch-training-mode",
            (
                "Training/Evaluator.cs",
                "    /// <summary>Evaluates a model on all images of a source, in their order.</summary>\n",
                "    internal static TorchSharp.Modules.Adam? Optimizer;\n\n    /// <summary>Evaluates a model on all images of a "
                    + "source, in their order.</summary>\n"),
            (
                "Training/Evaluator.cs",
                "                    Tensor inputs = batch.Images.to(options.Device);\n",
                """
                                    Tensor inputs = batch.Images.to(options.Device);
                                    if (Switch.Is("evaluation-trains"))
                                    {
                                        using IDisposable gradients = enable_grad();
                                        model.zero_grad();
                                        loss.Compute(model.call(inputs), inputs).Total.backward();
                                        Optimizer!.step(); // FAULT evaluation-trains
                                    }


                """)),
    ];
}
