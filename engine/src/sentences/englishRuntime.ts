/** What the engine says to the user about the model and what it runs on, by code. */
export const BUNDLE_AND_RUNTIME = {
  cancelled: 'The synthesis was cancelled.',
  outOfMemory:
    'The computer ran out of memory for the synthesis; close other tabs and programs, or ask for fewer slices, and try again.',
  noAdapterHere:
    'There is no graphics adapter for WebGPU here (on Linux it needs Vulkan and a driver); use another runtime.',
  runtimeFailed:
    'The runtime stopped the networks with an error; try again, and if it happens again choose another runtime.',
  noWebgpu:
    'WebGPU is not used because this browser offers no graphics adapter for it; the processor does the work, which takes longer.',
  oneThread:
    'The processor is used with one thread only because the page is not cross-origin isolated; the administrator can change that (see the installation guide).',
  noRuntimeLeft: 'No runtime is left to try; reload the page.',
  wrongAnswer:
    'On {{runtime}} the network {{network}} gives a wrong answer (off by {{percent}} %); its results cannot be trusted here. Use another runtime or computer.',
  graphicsDevice: 'graphics device',
  processor: 'processor',
  deviceRestarted: 'The {{device}} was lost during a synthesis and was started again.',
  deviceGivenUp:
    'The {{device}} was lost again; it is not used any more until the page is reloaded.',
  slicesFromLost: 'Slices of this volume that came from the device that was lost: {{slices}}.',
  deviceLostTwice:
    'The {{device}} was lost twice, and there is nothing else to go on with. Restart the program; if it happens again, update the graphics driver or use another runtime.',
  notNumbers:
    'The networks gave slices that are not numbers or not whole, so nothing is shown of them. Generate again; if it happens again, choose the other runtime.',
  workerNotStarted:
    'The synthesis worker stopped or could not be started; try again, and if it happens again ask the administrator whether the plugin is installed completely.',
  workerUnreadable: 'A message from the synthesis worker could not be read; try again.',
  workerSilent: 'The synthesis worker gives no sign of life any more; try again.',
  notCloneable: 'The job holds values that cannot be handed to a worker.',
  depthsOutside:
    'The depths must lie between {{posterior}} and {{anterior}} mm of the joint centre.',
  depthsUneven: 'The depths must ascend in even steps, the posterior one first.',
  guidanceRange: 'The guidance must be a number of at least 0, not {{guidance}}.',
  wholeNumberRange: '{{option}} must be a whole number from {{least}} to {{most}}, not {{value}}.',
  optionSlices: 'The number of slices',
  optionFinerSlices: 'With the depth factor, the number of slices',
  optionDepths: 'The number of depths',
  optionSteps: 'The number of steps',
  optionSeed: 'The seed',
  optionBatch: 'The batch',
  optionSample: 'The sample',
  depthFactorChoice: 'The depth factor is 1, 2 or 4, not {{factor}}.',
  samplesRange: 'The samples must be a whole number from 2, not {{samples}}.',

  modelNotKept:
    'The model could not be kept in this browser (its storage is full, or not allowed for this page), so it is downloaded again next time.',
  downloadStopped:
    "The download of the model's file {{path}} stopped after {{read}} MB; check the network connection and generate again.",
  downloadStoppedOf:
    "The download of the model's file {{path}} stopped after {{read}} of {{whole}} MB; check the network connection and generate again.",
  modelFileIsPage:
    "The server does not have the model's file {{path}} (it answers with a page); check where the model is installed.",
  modelFileStatus:
    "The server does not have the model's file {{path}} (status {{status}}); check where the model is installed.",
  modelFileUnreadable:
    "The model's file {{path}} could not be read; check that the whole bundle is there.",
  modelFileNotJson: "The model's file {{path}} is not valid JSON; copy the bundle again.",
  modelFileSize:
    "The model's file {{path}} has {{found}} bytes instead of {{expected}}; copy the bundle again.",
  modelFileHash:
    "The model's file {{path}} is not the one its metadata describes (its SHA-256 differs); copy the bundle again.",
  modelMetadata:
    '{{path}} of the model is not as this version of the software needs it ({{fields}}). Use a model bundle that was exported for it.',
  noGrader:
    'This model has no grader, so it suggests no readings; read the radiograph, or use another model.',
  graderUntested:
    'The model does not say what its grader must answer, so its suggestions cannot be trusted; use another model.',
  gradesUnusable:
    "The model's grader gave something else than grades, so nothing is suggested. Use another model.",
  fieldType: '{{field}}: must be of type {{type}}',
  fieldAtLeast: '{{field}}: must be at least {{least}}',
  fieldAtMost: '{{field}}: must be at most {{most}}',
  fieldAbove: '{{field}}: must be above {{least}}',
  fieldBelow: '{{field}}: must be below {{most}}',
  fieldTooShort: '{{field}}: must have at least {{least}} characters or entries',
  fieldTooLong: '{{field}}: must have at most {{most}} characters or entries',
  fieldValue: '{{field}}: must be one of {{values}}',
  fieldUnknown: '{{field}}: has unknown fields ({{keys}})',
  fieldForm: '{{field}}: is not of the form that it must have',
  placesDiffer: 'readings.length is {{length}}, its variables need {{places}}',
  rangeMustAscend: '{{field}} must ascend',
  graderVariableUnknown: 'grader.variables: {{name}} is no reading of this bundle',
  graderVariableTwice: 'grader.variables: {{name}} stands twice',
  graderAgreementSilent: 'grader.agreement is silent on {{name}}',
  patientVariableTwice: 'patient.variables names one twice',
  goldenUnreadable:
    "The model's file of expected outputs is not as this version of the software needs it; use a bundle that was exported for it.",
} as const;
