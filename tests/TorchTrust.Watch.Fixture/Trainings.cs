using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <summary>The trainings, by name. Each faulty one has one fault, on the line that says so.</summary>
internal static class Trainings
{
    public static IReadOnlyDictionary<string, Action<Job>> All { get; } = new Dictionary<string, Action<Job>>
    {
        ["right"] = Right,
        ["no-clearing"] = NoClearing,
        ["accumulation"] = Accumulation,
        ["stepped-twice"] = SteppedTwice,
        ["clipped-late"] = ClippedLate,
        ["rate-zero"] = RateZero,
        ["warm-up"] = WarmUp,
        ["head-only"] = HeadOnly,
        ["forgotten-part"] = ForgottenPart,
        ["detached-part"] = DetachedPart,
        ["frozen-untrained"] = FrozenUntrained,
        ["frozen-moves"] = FrozenMoves,
        ["too-small-steps"] = TooSmallSteps,
        ["stale"] = Stale,
        ["moved-late"] = MovedLate,
        ["made-anew"] = MadeAnew,
        ["mode-lost"] = ModeLost,
        ["evaluation-trains"] = EvaluationTrains,
        ["no-eval"] = NoEval,
        ["no-eval-until-the-end"] = NoEvalUntilTheEnd,
        ["statistics-anew"] = StatisticsAnew,
        ["evaluation-writes"] = EvaluationWrites,
        ["test-in-training"] = TestInTraining,
        ["same-order"] = SameOrder,
        ["seed-in-loop"] = SeedInLoop,
        ["generator-in-loop"] = GeneratorInLoop,
        ["history-with-graphs"] = HistoryWithGraphs,
        ["not-finite"] = NotFinite,
        ["schedule-idle"] = ScheduleIdle,
        ["schedule-early"] = ScheduleEarly,
        ["gan"] = Gan,
        ["critic"] = Critic,
        ["lbfgs"] = WithLbfgs,
        ["nothing"] = _ => Console.WriteLine(new Net().Encoder.GetName()),
        ["runtime"] = _ => Console.WriteLine($"profiles: {AppContext.GetData("System.Runtime.TieredPGO")}"),
        ["throws"] = Throws,
        ["segfault"] = SegmentationFault,
        ["endless"] = Endless,
        ["child"] = StartsChild,
        ["long"] = Long,
        ["long-schedule"] = LongSchedule,
        ["exports"] = Exports,
        ["saves-another"] = SavesAnother,
        ["saves-best"] = SavesBest,
        ["loads-half"] = LoadsHalf,
        ["loads-backbone"] = LoadsBackbone,
        ["recorded-evaluation"] = RecordedEvaluation,
        ["summed-losses"] = SummedLosses,
        ["plain-evaluation-trains"] = PlainEvaluationTrains,
    };

    private static void Right(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 1, 0.9);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.forward(inputs), labels);
                loss.backward();
                nn.utils.clip_grad_norm_(net.parameters(), 0.1);
                optimizer.step();
            }

            Evaluate(net, toy);
            schedule.step();
        }
    }

    private static void NoClearing(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                Tensor loss = cross_entropy(net.call(inputs), labels);
                loss.backward(); // FAULT: nothing clears.
                optimizer.step();
            }
        }
    }

    private static void Accumulation(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        int batch = 0;
        for (int epoch = 0; epoch < job.Epochs * 2; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                (cross_entropy(net.call(inputs), labels) / 2).backward();
                if (++batch % 2 == 0)
                {
                    optimizer.step();
                    optimizer.zero_grad();
                }
            }
        }
    }

    private static void SteppedTwice(Job job) => Plain(job, (parameters, rate) => optim.SGD(parameters, rate), step: optimizer =>
    {
        optimizer.step();
        optimizer.step(); // FAULT: once more.
    });

    private static void ClippedLate(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
                nn.utils.clip_grad_norm_(net.parameters(), 0.01); // FAULT: behind the step.
            }
        }
    }

    private static void RateZero(Job job) => Plain(job, (parameters, _) => optim.SGD(parameters, 0)); // FAULT: the rate is 0.

    private static void WarmUp(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.LambdaLR(optimizer, step => Math.Min(1, step / 5.0));
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                net.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
                schedule.step();
            }
        }
    }

    private static void HeadOnly(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false;
        }

        Adam optimizer = optim.Adam(net.Head.parameters(), 1e-2);
        Loop(job, toy, net, optimizer);
    }

    private static void ForgottenPart(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.Head.parameters(), 1e-2); // FAULT: the encoder is left out.
        Loop(job, toy, net, optimizer);
    }

    private static void DetachedPart(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                Tensor codes = net.Encoder.call(inputs).detach(); // FAULT: the encoder gets no gradient.
                cross_entropy(net.Head.call(codes), labels).backward();
                optimizer.step();
            }
        }

        _ = net.call(toy.TestInputs);
    }

    private static void FrozenUntrained(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false; // FAULT: as chance made it.
        }

        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        Loop(job, toy, net, optimizer);
    }

    private static void FrozenMoves(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2, momentum: 0.9);
        Loop(new Job(["", "epochs=1"]), toy, net, optimizer, clears: false);
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false; // FAULT: its gradient is still there, and moves it.
        }

        Loop(job, toy, net, optimizer, clears: false);
    }

    private static void TooSmallSteps(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-12); // FAULT: below what float32 tells.
        Loop(job, toy, net, optimizer);
    }

    private static void Stale(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD([.. net.parameters()], 1e-2); // FAULT: before the conversion, which makes other parameters.
        net.to(ScalarType.Float64);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                net.zero_grad();
                cross_entropy(net.forward(inputs.to(ScalarType.Float64)), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void MovedLate(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        net.to(CPU); // FAULT: on another device the optimizer keeps the old ones.
        Loop(job, toy, net, optimizer);
    }

    private static void MadeAnew(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2); // FAULT: the model is made anew after it.
        net = new Net();
        Loop(job, toy, net, optimizer);
    }

    private static void ModeLost(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        net.train();
        for (int epoch = 0; epoch < Math.Max(4, job.Epochs); epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            Evaluate(net, toy, putsBack: false);
        }
    }

    private static void EvaluationTrains(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            net.eval();
            foreach ((Tensor inputs, Tensor labels) in toy.Test())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step(); // FAULT: in an evaluation.
            }
        }
    }

    private static void NoEval(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            using IDisposable _ = no_grad();
            foreach ((Tensor inputs, Tensor _) in toy.Test())
            {
                net.forward(inputs); // FAULT: in training mode.
            }
        }
    }

    private static void NoEvalUntilTheEnd(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            using IDisposable _ = no_grad();
            foreach ((Tensor inputs, Tensor _) in toy.Test())
            {
                net.forward(inputs); // FAULT: in training mode.
            }
        }

        net.eval();
        Predict(net, toy);
    }

    private static void StatisticsAnew(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            net.eval();
            Predict(net, toy);
        }

        net.train();
        Predict(net, toy);
    }

    private static void Predict(Net net, Toy toy)
    {
        using IDisposable _ = no_grad();
        foreach ((Tensor inputs, Tensor _) in toy.Test())
        {
            net.forward(inputs);
        }
    }

    private static void EvaluationWrites(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
            using IDisposable _ = no_grad();
            net.eval();
            foreach ((Tensor inputs, Tensor _) in toy.Test())
            {
                net.forward(inputs); // FAULT: and the next line writes.
                net.Head.weight.mul_(0.999f);
            }

            net.train();
        }
    }

    private static void TestInTraining(Job job)
    {
        var toy = new Toy(width: 80);
        toy.Inputs = cat([toy.Inputs, toy.TestInputs.slice(0, 0, 40, 1)]);
        toy.Labels = cat([toy.Labels, toy.TestLabels.slice(0, 0, 40, 1)]);
        nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Linear(80, 16), nn.ReLU(), nn.Linear(16, 3));
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();

                // Augmented: what the net gets comes never back, what is read does.
                cross_entropy(net.call(inputs + (0.1f * randn_like(inputs))), labels).backward();
                optimizer.step();
            }

            using IDisposable _ = no_grad();
            for (long start = 0; start < 80; start += Toy.BatchSize)
            {
                net.call(toy.TestInputs.index_select(0, arange(start, start + Toy.BatchSize))); // FAULT: half of these were trained on.
            }
        }
    }

    private static void SameOrder(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < Math.Max(4, job.Epochs); epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch(isShuffled: false))
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward(); // FAULT: the same order each epoch.
                optimizer.step();
            }
        }
    }

    private static void SeedInLoop(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < Math.Max(4, job.Epochs); epoch++)
        {
            manual_seed(42); // FAULT: each epoch draws the same.
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void GeneratorInLoop(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                using var generator = new Generator(3); // FAULT: the noise of each step is the same.
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs + randn(inputs.shape, generator: generator)), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void HistoryWithGraphs(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        List<Tensor> history = [];
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job["epochs", 30]; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.forward(inputs), labels);
                loss.backward(); // FAULT: the next lines keep it, with its graph.
                optimizer.step();
                history.Add(loss);
            }
        }

        Console.WriteLine(history.Count);
    }

    private static void NotFinite(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        int step = 0;
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.forward(inputs), labels);
                (++step == 12 ? loss / 0f : loss).backward();
                optimizer.step(); // FAULT: on infinite gradients.
            }
        }
    }

    private static void ScheduleIdle(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        _ = optim.lr_scheduler.StepLR(optimizer, 1, 0.5); // FAULT: nobody steps it.
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
        }
    }

    private static void ScheduleEarly(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 1, 0.5);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            schedule.step(); // FAULT: before the first step of the optimizer.
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
        }
    }

    private static void Gan(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> generator = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 8));
        nn.Module<Tensor, Tensor> judge = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1));
        Adam ofGenerator = optim.Adam(generator.parameters(), 1e-3);
        Adam ofJudge = optim.Adam(judge.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs * 2; epoch++)
        {
            foreach ((Tensor inputs, Tensor _) in toy.Epoch())
            {
                ofJudge.zero_grad();
                Tensor fake = generator.call(randn(Toy.BatchSize, 4));
                Tensor ones = ones_like(judge.call(inputs).detach());
                (binary_cross_entropy_with_logits(judge.call(inputs), ones)
                    + binary_cross_entropy_with_logits(judge.call(fake.detach()), zeros_like(ones))).backward();
                ofJudge.step();
                ofGenerator.zero_grad();
                binary_cross_entropy_with_logits(judge.call(fake), ones).backward();
                ofGenerator.step();
            }
        }
    }

    private static void Critic(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> critic = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1));
        Adam optimizer = optim.Adam(critic.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs * 2; epoch++)
        {
            foreach ((Tensor inputs, Tensor _) in toy.Epoch())
            {
                optimizer.zero_grad();
                (critic.call(randn_like(inputs)).mean() - critic.call(inputs).mean()).backward();
                optimizer.step();
            }
        }
    }

    private static void WithLbfgs(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Linear(8, 3));
        optim.Optimizer optimizer = optim.LBFGS(net.parameters(), 0.1);
        for (int step = 0; step < 12; step++)
        {
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.call(toy.Inputs), toy.Labels);
                loss.backward();
                return loss;
            });
        }
    }

    private static void Throws(Job job)
    {
        Right(job);
        throw new InvalidOperationException("the disk of the user is full");
    }

    private static void SegmentationFault(Job job)
    {
        Right(job);
        _ = Length(16);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "strlen")]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern nint Length(nint text);

    private static void Endless(Job job)
    {
        Console.WriteLine($"begun {Environment.ProcessId}");
        Right(new Job(["", "epochs=1000000"]));
    }

    private static void Long(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-4);
        for (int epoch = 1; epoch <= job["epochs", 2000]; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            Evaluate(net, toy);
            if (epoch == job["epochs", 2000] / 4 || epoch == job["epochs", 2000])
            {
                Console.WriteLine($"bytes {GC.GetTotalMemory(forceFullCollection: true)}");
            }
        }
    }

    /// <summary>The rate comes back after its lowest point, and the loss has a term that grows.</summary>
    private static void LongSchedule(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-6);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 10);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                (cross_entropy(net.forward(inputs), labels) + epoch).backward();
                optimizer.step();
                schedule.step();
            }
        }
    }

    /// <summary>A program with an exporter of its own, which knows of us but a name.</summary>
    private static void Exports(Job job)
    {
        void To(OtlpExporterOptions exporter, string signal)
        {
            exporter.Endpoint = new Uri($"http://127.0.0.1:{job["port", 4318]}/v1/{signal}");
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }

        using MeterProvider metrics = Sdk.CreateMeterProviderBuilder().AddMeter("TorchTrust")
            .AddOtlpExporter(exporter => To(exporter, "metrics")).Build();
        using TracerProvider spans = Sdk.CreateTracerProviderBuilder().AddSource("TorchTrust")
            .AddOtlpExporter(exporter => To(exporter, "traces")).Build();
        NoClearing(job);
    }

    private static void SavesAnother(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Loop(job, toy, net, optim.Adam(net.parameters(), 1e-2));
        InFile(path => new Net().save(path)); // FAULT: not the one that was trained.
    }

    private static void SavesBest(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        var best = new Net();
        Loop(job, toy, net, optim.Adam(net.parameters(), 1e-2));
        best.load_state_dict(net.state_dict());
        InFile(path => best.save(path));
        InFile(path => net.Head.save(path));
    }

    private static void LoadsHalf(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Dictionary<string, Tensor> pretrained = new Net().state_dict();
        pretrained.Remove("_encoder.first.weight");
        net.load_state_dict(pretrained, strict: false); // FAULT: the file has no first layer.
        TrainHead(job, toy, net);
    }

    private static void LoadsBackbone(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Dictionary<string, Tensor> pretrained = new Net().state_dict();
        pretrained.Remove("_head.weight");
        pretrained.Remove("_head.bias");
        net.load_state_dict(pretrained, strict: false);
        TrainHead(job, toy, net);
    }

    private static void RecordedEvaluation(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < Math.Max(5, job.Epochs); epoch++)
        {
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
            foreach ((Tensor inputs, Tensor labels) in toy.Test())
            {
                cross_entropy(net.forward(inputs), labels).item<float>(); // FAULT: in training mode; no_grad is left out, too.
            }
        }
    }

    /// <summary>One backward pass for several forward passes, now more, now fewer: all of them are training.</summary>
    private static void SummedLosses(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-3);
        for (int step = 0; step < 40; step++)
        {
            optimizer.zero_grad();
            Tensor loss = zeros(1);
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch().Take(step % 10 == 9 ? 6 : 1))
            {
                loss += cross_entropy(net.forward(inputs), labels);
            }

            loss.backward();
            optimizer.step();
        }
    }

    private static void PlainEvaluationTrains(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3));
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        void Run(IEnumerable<(Tensor Inputs, Tensor Labels)> batches)
        {
            foreach ((Tensor inputs, Tensor labels) in batches)
            {
                optimizer.zero_grad();
                cross_entropy(net.call(inputs), labels).backward();
                optimizer.step(); // FAULT: in the evaluation, too.
            }
        }

        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            Run(toy.Epoch());
            net.eval();
            Run(toy.Test());
        }
    }

    private static void TrainHead(Job job, Toy toy, Net net)
    {
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false;
        }

        Loop(job, toy, net, optim.Adam(net.Head.parameters(), 1e-2));
    }

    private static void InFile(Action<string> use)
    {
        string path = Path.GetTempFileName();
        use(path);
        File.Delete(path);
    }

    private static void StartsChild(Job job)
    {
        using var child = System.Diagnostics.Process
            .Start(new System.Diagnostics.ProcessStartInfo("env") { RedirectStandardOutput = true, UseShellExecute = false })!;
        string environment = child.StandardOutput.ReadToEnd();
        Console.WriteLine(
            environment.Contains("TORCHTRUST", StringComparison.Ordinal) || environment.Contains("STARTUP_HOOKS", StringComparison.Ordinal)
            ? "the child knows"
            : "the child knows nothing");
        Right(job);
    }

    private static void Plain(Job job, Func<IEnumerable<Parameter>, double, optim.Optimizer> make, Action<optim.Optimizer>? step = null)
    {
        var toy = new Toy();
        var net = new Net();
        optim.Optimizer optimizer = make(net.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                if (step is null)
                {
                    optimizer.step();
                }
                else
                {
                    step(optimizer);
                }
            }
        }
    }

    private static void Loop(Job job, Toy toy, Net net, optim.Optimizer optimizer, bool clears = true)
    {
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                if (clears)
                {
                    optimizer.zero_grad();
                }

                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void Evaluate(Net net, Toy toy, bool putsBack = true)
    {
        using IDisposable _ = no_grad();
        net.eval();
        foreach ((Tensor inputs, Tensor _) in toy.Test())
        {
            using DisposeScope scope = NewDisposeScope();
            net.forward(inputs);
        }

        if (putsBack)
        {
            net.train();
        }
    }
}
